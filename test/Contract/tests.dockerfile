# The contract's tests, to be run beside a server and two clients. Built with the repository's root as context.

FROM mcr.microsoft.com/dotnet/sdk:10.0
WORKDIR /source
COPY . .
RUN dotnet build test/Contract --configuration Release
ENTRYPOINT ["dotnet", "test", "test/Contract", "--configuration", "Release", "--no-build"]
