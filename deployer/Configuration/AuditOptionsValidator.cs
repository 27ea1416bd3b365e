using System.ComponentModel.DataAnnotations;
using Gateway.Hosting.Audit;
using Gateway.Hosting.Settings;

namespace Deployer.Configuration;

/// <summary>Checks the section <c>Deployer:Audit</c> by the ranges that its options state.</summary>
internal static class AuditOptionsValidator
{
    /// <summary>Throws unless every value of <paramref name="options"/> can be used.</summary>
    /// <exception cref="ConfigurationException">One cannot.</exception>
    public static void Check(AuditOptions options)
    {
        var results = new List<ValidationResult>();
        if (Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true))
        {
            return;
        }

        string member = results[0].MemberNames.Single();
        object? value = typeof(AuditOptions).GetProperty(member)!.GetValue(options);
        throw new ConfigurationException($"The key 'Deployer:Audit:{member}' holds '{value}': {results[0].ErrorMessage}");
    }
}
