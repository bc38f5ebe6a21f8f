# The load generator, to be run beside a server. Built with the repository's root as context.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish bench/Load --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# Root, because the folder for the report is the host's.
ENTRYPOINT ["dotnet", "Messenger.Load.dll"]
