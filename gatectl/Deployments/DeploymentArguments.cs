using System.CommandLine;

namespace Gatectl.Deployments;

/// <summary>The arguments and options that several deployment commands share.</summary>
internal static class DeploymentArguments
{
    public static Argument<string> Application() => new("application") { Description = "The application." };

    public static Argument<string> Environment() => new("environment") { Description = "The environment." };

    public static Argument<string> ApplicationOrAll() => new("application") { Description = "The application, or - for all." };

    public static Argument<string> EnvironmentOrAll() => new("environment") { Description = "The environment, or - for all." };

    public static Argument<string> DeploymentId() => new("deployment-id") { Description = "The deployment." };

    public static Option<string?> Comment() => new("--comment", "-m") { Description = "Why, for the record.", HelpName = "TEXT" };

    public static Option<string?> Reason() => new("--reason", "-m") { Description = "Why, for the record.", HelpName = "TEXT" };

    public static Option<string?> Exception() => new("--exception") { Description = "The exception of the policy to invoke, by its name.", HelpName = "NAME" };

    public static Option<string?> RequestId() => new("--request-id")
    {
        Description = "A UUID that makes the request repeatable: the same id returns the first deployment [default: a new one].",
        HelpName = "UUID",
    };
}
