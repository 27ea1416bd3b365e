using Rego.Loading;
using Rego.Values;

namespace Rego.Bundles;

/// <summary>What a bundle's manifest tells of it.</summary>
internal sealed class BundleSummary
{
    private readonly BundleManifest _manifest;

    private BundleSummary(BundleManifest manifest) => _manifest = manifest;

    private RegoObject Fields => _manifest.Fields;

    /// <summary>Reads the manifest of a bundle.</summary>
    /// <exception cref="FormatException">It is none, or names a module that the bundle does not have.</exception>
    internal static BundleSummary Of(BundleContent content)
    {
        var summary = new BundleSummary(content.Find(BundleManifest.FileName) is { } file ? BundleManifest.Parse(file.Bytes) : BundleManifest.Default);
        summary.CheckForm();
        summary.CheckWasm(content);
        return summary;
    }

    /// <summary>Refuses a module whose package the roots do not cover.</summary>
    /// <param name="package">The package's path without <c>data</c>, with slashes.</param>
    /// <param name="name">What the module is called.</param>
    internal void Permit(string package, string name)
    {
        if (!_manifest.Permits(package))
        {
            throw new FormatException($"manifest roots {_manifest} do not permit 'package {package.Replace('/', '.')}' in module '{name}'");
        }
    }

    /// <summary>Whether a module is told to be of Rego v1.</summary>
    internal bool IsVersion1(BundleFile module) =>
        ((Fields["file_rego_versions"] as RegoObject)?["/" + module.Path] as RegoNumber ?? Fields["rego_version"] as RegoNumber) is not { Text: "0" };

    /// <summary>In the form of <c>opa inspect</c>.</summary>
    internal RegoObject ToJson()
    {
        var members = new RegoObjectBuilder();
        foreach (var name in new[] { "wasm", "rego_version", "file_rego_versions", "metadata" })
        {
            if (Fields[name] is { IsDefined: true } value and not RegoNull)
            {
                members[RegoString.From(name)] = value;
            }
        }

        members[RegoString.From("revision")] = Fields["revision"] as RegoString ?? RegoString.From(string.Empty);
        members[RegoString.From("roots")] = RegoArray.From([.. _manifest.Roots.Order(StringComparer.Ordinal).Select(RegoString.From)]);
        return members.Build();
    }

    private void CheckForm()
    {
        var isRight = Fields["revision"] is RegoString or RegoNull or RegoUndefined
            && Fields["rego_version"] is RegoNumber or RegoNull or RegoUndefined
            && Fields["metadata"] is RegoObject or RegoNull or RegoUndefined
            && Fields["file_rego_versions"] is RegoObject or RegoNull or RegoUndefined
            && Fields["wasm"] is RegoArray or RegoNull or RegoUndefined;
        if (!isRight)
        {
            throw new FormatException("bundle load failed on manifest decode: a member is not of its type");
        }
    }

    private void CheckWasm(BundleContent content)
    {
        foreach (var module in Fields["wasm"] is RegoArray modules ? modules.OfType<RegoObject>() : [])
        {
            var name = (module["module"] as RegoString)?.Value ?? string.Empty;
            if (content.Find(name.TrimStart('/')) is null)
            {
                throw new FormatException($"manifest references wasm module '{name}' but the module file does not exist");
            }
        }
    }
}
