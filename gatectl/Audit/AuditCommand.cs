using System.CommandLine;
using Gatectl.CommandLine;

namespace Gatectl.Audit;

/// <summary><c>gatectl audit</c>: reads audit logs on this machine, for which it needs no gate, and reviews at a gate what they show.</summary>
internal static class AuditCommand
{
    public static Command Create(ProcessEnvironment environment) =>
        new Command("audit", "Check, read, follow and archive audit logs, and review uses of exceptions.")
            .With(AuditVerifyCommand.Create(environment), AuditListCommand.Create(environment), AuditContinueCommand.Create(environment), AuditArchiveCommand.Create(environment), AuditFollowCommand.Create(environment), AuditReviewsCommand.Create(environment), AuditReviewCommand.Create(environment));
}
