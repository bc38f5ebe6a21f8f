# The client's image. Built with the repository's root as context: docker build -f client.dockerfile .

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Restored apart from the sources: this layer is made again only when a project file or a package version changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Directory.Build.props src/
COPY src/ClientHost/ClientHost.csproj src/ClientHost/
COPY src/Contracts/Contracts.csproj src/Contracts/
COPY src/Grpc/Grpc.csproj src/Grpc/
COPY src/Hosting/Hosting.csproj src/Hosting/
COPY src/Hub/Hub.csproj src/Hub/
RUN dotnet restore src/ClientHost

COPY .editorconfig ./
COPY proto/ proto/
COPY src/ src/
RUN dotnet publish src/ClientHost --no-restore --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown "$APP_UID:$APP_UID" /data
USER $APP_UID
# The base image's setting is for web applications that listen where they are told to; this one has a setting of its own.
ENV ASPNETCORE_HTTP_PORTS=
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["dotnet", "Messenger.ClientHost.dll", "health"]
ENTRYPOINT ["dotnet", "Messenger.ClientHost.dll"]
