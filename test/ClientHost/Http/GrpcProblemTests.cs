using Messenger.ClientHost.Http;
using Messenger.Grpc;

namespace Messenger.ClientHost.Tests.Http;

[TestClass]
public sealed class GrpcProblemTests
{
    [TestMethod]
    [DataRow(StatusCode.OK, 502)]
    [DataRow(StatusCode.Cancelled, 502)]
    [DataRow(StatusCode.Unknown, 502)]
    [DataRow(StatusCode.InvalidArgument, 400)]
    [DataRow(StatusCode.DeadlineExceeded, 504)]
    [DataRow(StatusCode.NotFound, 404)]
    [DataRow(StatusCode.AlreadyExists, 409)]
    [DataRow(StatusCode.PermissionDenied, 403)]
    [DataRow(StatusCode.ResourceExhausted, 429)]
    [DataRow(StatusCode.FailedPrecondition, 502)]
    [DataRow(StatusCode.Aborted, 502)]
    [DataRow(StatusCode.OutOfRange, 502)]
    [DataRow(StatusCode.Unimplemented, 502)]
    [DataRow(StatusCode.Internal, 502)]
    [DataRow(StatusCode.Unavailable, 503)]
    [DataRow(StatusCode.DataLoss, 502)]
    [DataRow(StatusCode.Unauthenticated, 401)]
    [DataRow((StatusCode)17, 502)]
    public void From_AStatus_HasItsHttpStatusAndItsSentence(StatusCode code, int expected)
    {
        ProblemException problem = GrpcProblem.From(new RpcException(new Status(code, "Because.")));

        Assert.AreEqual(expected, problem.Status);
        Assert.AreEqual("Because.", problem.Message);
    }

    [TestMethod]
    public void From_APlaceThatIsNotThere_IsGoneForThoseWhoNamedOne()
    {
        var exception = new RpcException(new Status(StatusCode.OutOfRange, "Because."));

        Assert.AreEqual(410, GrpcProblem.From(exception, hasCursor: true).Status);
        Assert.AreEqual(502, GrpcProblem.From(exception).Status);
    }
}
