using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using Messenger.Grpc;
using Alpha = Grpc.Reflection.V1Alpha;

namespace Messenger.ServerHost;

/// <summary>
/// Serves <c>grpc.reflection.v1.ServerReflection</c>, so that grpcurl and others need no files, and <c>v1alpha</c>, by which older programs ask:
/// on the wire they are the same.
/// </summary>
/// <param name="services">The contracts of all services.</param>
/// <param name="stopping">Cancelled when the server begins to stop: streams end then.</param>
internal sealed class ReflectionService(IReadOnlyCollection<ServiceDescriptor> services, CancellationToken stopping)
{
    /// <summary>Its contracts.</summary>
    public static readonly IReadOnlyList<ServiceDescriptor> Contracts =
        [ReflectionReflection.Descriptor.Services.Single(), Alpha.ReflectionReflection.Descriptor.Services.Single()];

    private readonly ContractIndex _index = new(services.Select(service => service.File));

    public IEnumerable<ServerServiceDefinition> Bind() =>
    [
        Bind<ServerReflectionRequest, ServerReflectionResponse>(Contracts[0]),
        Bind<Alpha.ServerReflectionRequest, Alpha.ServerReflectionResponse>(Contracts[1]),
    ];

    private ServerServiceDefinition Bind<TRequest, TResponse>(ServiceDescriptor contract)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        new ServerServiceDefinitionBuilder(contract)
            .AddDuplexFrameStreaming<TRequest, TResponse>("ServerReflectionInfo", AnswerAllAsync)
            .Build();

    private async Task AnswerAllAsync(IAsyncStreamReader<IMessage> requests, IFrameWriter responses, ServerCallContext context)
    {
        try
        {
            await context.WriteResponseHeadersAsync();
            while (await requests.MoveNext(stopping))
            {
                var request = ServerReflectionRequest.Parser.ParseFrom(requests.Current.ToByteString());
                responses.Write(MessageFrame.Encode(Answer(request)));
                await responses.FlushAsync();
            }
        }
        catch (OperationCanceledException e) when (stopping.IsCancellationRequested)
        {
            throw new RpcException(ChatStatus.Stopping, null, e);
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                Tell(response, _index.FindFile(request.FileByFilename), $"There is no file '{request.FileByFilename}'.");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                Tell(response, _index.FindSymbol(request.FileContainingSymbol), $"There is no symbol '{request.FileContainingSymbol}'.");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                // None of the contracts extends another's messages.
                ExtensionRequest extension = request.FileContainingExtension;
                Refuse(
                    response, StatusCode.NotFound, $"There is no extension {extension.ExtensionNumber} of a message '{extension.ContainingType}'.");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType when _index.HasMessage(request.AllExtensionNumbersOfType):
                response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                Refuse(response, StatusCode.NotFound, $"There is no message '{request.AllExtensionNumbersOfType}'.");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                IEnumerable<string> names = services.Select(service => service.FullName).Order(StringComparer.Ordinal);
                response.ListServicesResponse = new ListServiceResponse { Service = { names.Select(name => new ServiceResponse { Name = name }) } };
                break;
            default:
                Refuse(response, StatusCode.InvalidArgument, "The request asks for nothing that is known here.");
                break;
        }

        return response;
    }

    private static void Tell(ServerReflectionResponse response, FileDescriptor? file, string refusal)
    {
        if (file is null)
        {
            Refuse(response, StatusCode.NotFound, refusal);
        }
        else
        {
            IEnumerable<ByteString> files = ContractIndex.WithImports(file).Select(each => each.SerializedData);
            response.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files } };
        }
    }

    private static void Refuse(ServerReflectionResponse response, StatusCode code, string detail) =>
        response.ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = detail };
}
