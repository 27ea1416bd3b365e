using Deploy.V1;
using Gatekeeper.Seam;
using Gateway.Contract.Validation;

namespace Gatekeeper.Calls;

/// <summary>Makes the call of a request that has been read, if its fields are valid.</summary>
internal static class CallBuilder
{
    /// <summary>Validates and builds.</summary>
    /// <exception cref="CallException">Fields are invalid; all of them are named at once.</exception>
    public static Call Build(CallContext context, WholeMessage message)
    {
        var violations = RequestValidator.Validate(message.Message);
        if (violations.Count > 0)
        {
            throw Invalid(violations);
        }

        return new Call(context.Method!, message.Message, message.Frame, context.Arrival);
    }

    /// <summary>The refusal that names invalid fields.</summary>
    public static CallException Invalid(IReadOnlyList<FieldViolation> violations) =>
        new(new CallError(ErrorReason.InvalidRequest, "The request has invalid fields.") { Violations = violations });
}
