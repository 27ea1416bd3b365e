namespace Deployer.Targets;

/// <summary>What policies call the purposes.</summary>
internal static class CredentialPurposeNames
{
    /// <summary>The names of the purposes in a set.</summary>
    public static IEnumerable<string> Names(this CredentialPurposes purposes)
    {
        if (purposes.HasFlag(CredentialPurposes.Observe))
        {
            yield return "observe";
        }

        if (purposes.HasFlag(CredentialPurposes.Apply))
        {
            yield return "apply";
        }
    }

    /// <summary>The name of one purpose.</summary>
    public static string Name(this CredentialPurposes purpose) => purpose.Names().Single();
}
