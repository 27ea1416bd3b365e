using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace EndToEnd.Tests.Support;

/// <summary>The pod of <c>examples/deployment/kubernetes.yaml</c>.</summary>
internal sealed class PodManifest
{
    private readonly YamlMappingNode _pod;

    private PodManifest(YamlMappingNode pod) => _pod = pod;

    /// <value>What is said of all containers.</value>
    public YamlMappingNode Pod => _pod;

    /// <value>The names of the volumes, those with claims of their own included.</value>
    public IEnumerable<string> Volumes => Containers("initContainers").Concat(Containers("containers"))
        .SelectMany(container => Mounts(container).Select(mount => mount.Volume)).Distinct();

    /// <value>The init container.</value>
    public YamlMappingNode Init => Containers("initContainers").Single();

    public static PodManifest Read()
    {
        using var reader = new StreamReader(Path.Combine(DeploymentGuide.DirectoryPath, "kubernetes.yaml"));
        var manifest = new YamlStream();
        manifest.Load(reader);
        var set = manifest.Documents.Select(document => document.RootNode).Single(root => root["kind"].ToString() == "StatefulSet");
        return new PodManifest((YamlMappingNode)set["spec"]["template"]["spec"]);
    }

    public YamlMappingNode Container(string name) => Containers("containers").Single(container => container["name"].ToString() == name);

    public static IReadOnlyList<string> Arguments(YamlMappingNode container) => Texts(container["args"]);

    public static int User(YamlMappingNode container) => int.Parse(container["securityContext"]["runAsUser"].ToString(), CultureInfo.InvariantCulture);

    public static int Group(YamlMappingNode container) => int.Parse(container["securityContext"]["runAsGroup"].ToString(), CultureInfo.InvariantCulture);

    public static IReadOnlyList<string> Capabilities(YamlMappingNode container) =>
        ((YamlMappingNode)container["securityContext"]["capabilities"]).Children.TryGetValue("add", out var added) ? Texts(added) : [];

    public static IReadOnlyList<(string Volume, string Path)> Mounts(YamlMappingNode container) =>
        [.. ((YamlSequenceNode)container["volumeMounts"]).Select(mount => (mount["name"].ToString(), mount["mountPath"].ToString()))];

    private static string[] Texts(YamlNode list) => [.. ((YamlSequenceNode)list).Select(element => element.ToString())];

    private IEnumerable<YamlMappingNode> Containers(string member) => ((YamlSequenceNode)_pod[member]).Cast<YamlMappingNode>();
}
