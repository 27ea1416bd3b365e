using Deploy.V1;
using Grpc.Core;

namespace Gatekeeper.Calls;

/// <summary>The one table from reasons, and from the deployer's status codes, to what the caller sees.</summary>
internal static class ErrorTable
{
    /// <summary>The status of a call that the caller itself gave up (no standard one exists).</summary>
    public const int ClientClosedRequest = 499;

    /// <summary>The codes of a reason.</summary>
    public static ErrorCodes For(ErrorReason reason) => reason switch
    {
        ErrorReason.InvalidRequest => new(StatusCode.InvalidArgument, StatusCodes.Status400BadRequest),
        ErrorReason.UnknownField => new(StatusCode.InvalidArgument, StatusCodes.Status400BadRequest),
        ErrorReason.DuplicateField => new(StatusCode.InvalidArgument, StatusCodes.Status400BadRequest),
        ErrorReason.NonCanonicalPath => new(StatusCode.InvalidArgument, StatusCodes.Status400BadRequest),
        ErrorReason.MalformedMessage => new(StatusCode.InvalidArgument, StatusCodes.Status400BadRequest),
        ErrorReason.MissingCredentials => new(StatusCode.Unauthenticated, StatusCodes.Status401Unauthorized),
        _ when IsTokenFault(reason) => new(StatusCode.Unauthenticated, StatusCodes.Status401Unauthorized),
        ErrorReason.PolicyDenied => new(StatusCode.PermissionDenied, StatusCodes.Status403Forbidden),
        ErrorReason.PolicyUndefined => new(StatusCode.PermissionDenied, StatusCodes.Status403Forbidden),
        ErrorReason.PolicyError => new(StatusCode.PermissionDenied, StatusCodes.Status403Forbidden),
        ErrorReason.UnknownObligation => new(StatusCode.PermissionDenied, StatusCodes.Status403Forbidden),
        ErrorReason.CallerTooLarge => new(StatusCode.PermissionDenied, StatusCodes.Status403Forbidden),
        ErrorReason.NotFound => new(StatusCode.NotFound, StatusCodes.Status404NotFound),
        ErrorReason.UnknownMethod => new(StatusCode.Unimplemented, StatusCodes.Status404NotFound),
        ErrorReason.AlreadyExists => new(StatusCode.AlreadyExists, StatusCodes.Status409Conflict),
        ErrorReason.WrongState => new(StatusCode.FailedPrecondition, StatusCodes.Status409Conflict),
        ErrorReason.RequestTimeout => new(StatusCode.DeadlineExceeded, StatusCodes.Status408RequestTimeout),
        ErrorReason.TooLarge => new(StatusCode.ResourceExhausted, StatusCodes.Status413PayloadTooLarge),
        ErrorReason.UnsupportedMediaType => new(StatusCode.InvalidArgument, StatusCodes.Status415UnsupportedMediaType),
        ErrorReason.UnsupportedEncoding => new(StatusCode.Unimplemented, StatusCodes.Status415UnsupportedMediaType),
        ErrorReason.RateLimited => new(StatusCode.ResourceExhausted, StatusCodes.Status429TooManyRequests),
        ErrorReason.MethodNotAllowed => new(StatusCode.Unimplemented, StatusCodes.Status405MethodNotAllowed),
        ErrorReason.AuditUnavailable => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.DeployerUnavailable => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.PolicyUnavailable => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.IdentityUnavailable => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.ShuttingDown => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.DeadlineExceeded => new(StatusCode.DeadlineExceeded, StatusCodes.Status504GatewayTimeout),
        ErrorReason.Cancelled => new(StatusCode.Cancelled, ClientClosedRequest),

        // A grant that the deployer does not take is our fault or the deployer's, never the caller's.
        ErrorReason.GrantMissing => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.GrantInvalid => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.GrantExpired => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.GrantReplayed => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.GrantMismatch => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),

        // The gatekeeper's policies are behind, or the deployer's: whoever asks again may find them together.
        ErrorReason.RevisionOld => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        ErrorReason.RevisionUnknown => new(StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable),
        _ => new(StatusCode.Internal, StatusCodes.Status500InternalServerError),
    };

    /// <summary>The HTTP status of a gRPC status that came without a reason of ours.</summary>
    public static int HttpStatusOf(StatusCode code) => code switch
    {
        StatusCode.OK => StatusCodes.Status200OK,
        StatusCode.InvalidArgument or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.AlreadyExists or StatusCode.Aborted or StatusCode.FailedPrecondition => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Cancelled => ClientClosedRequest,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Whether the reason is something that is wrong with the caller's token.</summary>
    public static bool IsTokenFault(ErrorReason reason) =>
        reason is >= ErrorReason.TokenMalformed and <= ErrorReason.TokenSignature or ErrorReason.TokenTooLong or ErrorReason.TokenParty;

    /// <summary>Whether the reason is the deployer's complaint about a grant.</summary>
    public static bool IsGrantFault(ErrorReason reason) =>
        reason is ErrorReason.GrantMissing or ErrorReason.GrantInvalid or ErrorReason.GrantExpired or ErrorReason.GrantReplayed or ErrorReason.GrantMismatch;
}
