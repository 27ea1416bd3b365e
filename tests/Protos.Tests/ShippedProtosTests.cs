using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Protos.Tests;

/// <summary>The directory <c>protos/</c> as somebody takes it who writes a client in another language.</summary>
public sealed class ShippedProtosTests
{
    private static readonly string Tools =
        typeof(ShippedProtosTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "GrpcTools").Value!;

    [Test]
    public async Task Protoc_OfTheDirectoryAlone_CompilesAll()
    {
        var set = await CompileAsync();

        Assert.That(set.File.Select(file => file.Name), Is.SupersetOf(
            new[] { "deploy/v1/deploy.proto", "deploy/v1/policy.proto", "deploy/v1/audit.proto", "deploy/v1/worker.proto", "deploy/v1/errors.proto", "deploy/v1/options.proto", "google/api/http.proto" }));
    }

    [Test]
    public async Task Annotations_OnTheWire_AreGooglesOwn()
    {
        var set = await CompileAsync();

        Assert.That(FieldsOf(set, "HttpRule"), Is.EquivalentTo(HttpRule.Descriptor.ToProto().Field));
        Assert.That(FieldsOf(set, "CustomHttpPattern"), Is.EquivalentTo(CustomHttpPattern.Descriptor.ToProto().Field));
        Assert.That(WithoutJsonNames(FileOf(set, "google/api/annotations.proto").Extension), Is.EquivalentTo(AnnotationsReflection.Descriptor.ToProto().Extension));
    }

    private static FileDescriptorProto FileOf(FileDescriptorSet set, string name) => set.File.Single(file => file.Name == name);

    private static List<FieldDescriptorProto> FieldsOf(FileDescriptorSet set, string message) =>
        WithoutJsonNames(FileOf(set, "google/api/http.proto").MessageType.Single(type => type.Name == message).Field);

    // Which protoc writes out, and generated code does not.
    private static List<FieldDescriptorProto> WithoutJsonNames(IEnumerable<FieldDescriptorProto> fields)
    {
        var bare = fields.Select(field => field.Clone()).ToList();
        bare.ForEach(field => field.ClearJsonName());
        return bare;
    }

    private static async Task<FileDescriptorSet> CompileAsync()
    {
        var output = Path.GetTempFileName();
        try
        {
            var root = SourceTree.PathTo("protos");
            var files = Directory.EnumerateFiles(Path.Combine(root, "deploy"), "*.proto", SearchOption.AllDirectories);
            using var protoc = Process.Start(new ProcessStartInfo(
                Path.Combine(Tools, "tools", RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux_arm64" : "linux_x64", "protoc"),
                ["-I", root, "-I", Path.Combine(Tools, "build", "native", "include"), "--include_imports", $"--descriptor_set_out={output}", .. files])
            {
                RedirectStandardError = true,
            })!;
            var error = await protoc.StandardError.ReadToEndAsync();
            await protoc.WaitForExitAsync();
            Assert.That(protoc.ExitCode, Is.Zero, error);
            return FileDescriptorSet.Parser.ParseFrom(await File.ReadAllBytesAsync(output));
        }
        finally
        {
            File.Delete(output);
        }
    }
}
