using System.CommandLine;
using Gatectl.CommandLine;

namespace Gatectl.Audit;

/// <summary><c>gatectl audit</c>: reads audit logs on this machine; needs no gate.</summary>
internal static class AuditCommand
{
    public static Command Create(ProcessEnvironment environment) =>
        new Command("audit", "Check and read audit logs on this machine.")
            .With(AuditVerifyCommand.Create(environment), AuditListCommand.Create(environment));
}
