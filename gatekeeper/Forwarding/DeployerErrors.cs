using System.Net.Sockets;
using Deploy.V1;
using Gatekeeper.Seam;
using Yarp.ReverseProxy.Forwarder;

namespace Gatekeeper.Forwarding;

/// <summary>What the caller is told when the call could not be brought to the deployer, or its answer not back.</summary>
internal static class DeployerErrors
{
    /// <summary>The deployer did not take the call.</summary>
    public static readonly CallError Unavailable = new(ErrorReason.DeployerUnavailable, "The deployer is not available.");

    /// <summary>The connection was lost after the call was sent, so whether it was taken is not known.</summary>
    public static readonly CallError Unknown =
        new(ErrorReason.DeployerUnavailable, "The deployer did not answer. Whether it took the request is not known: look it up before asking again.");

    /// <summary>The time was not enough.</summary>
    public static readonly CallError TooLate = new(ErrorReason.DeadlineExceeded, "The deployer did not answer in time.");

    /// <summary>The gatekeeper is stopping.</summary>
    public static readonly CallError Stopping = new(ErrorReason.ShuttingDown, "The gatekeeper is shutting down. Ask again.");

    /// <summary>The error of a forwarding that failed, apart from time-outs and cancellations of known cause.</summary>
    public static CallError Of(ForwarderError error, Exception? cause, bool isChanging) => error switch
    {
        ForwarderError.RequestTimedOut => TooLate,
        ForwarderError.NoAvailableDestinations or ForwarderError.RequestCreation => Unavailable,
        _ => isChanging && !IsOfConnecting(cause) ? Unknown : Unavailable,
    };

    /// <summary>Whether there was no connection, so that nothing was sent.</summary>
    public static bool IsOfConnecting(Exception? cause) => cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    /// <summary>Why there was no connection, for the operator. The runtime tells a path at which no socket is as an address that cannot be assigned.</summary>
    public static string ProblemOf(Exception cause) => cause.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "No socket is there; is the deployer running?",
        var problem => problem.Message,
    };
}
