using System.IO.Compression;
using System.Text;
using Rego.Tooling.Conformance;
using Rego.Values;

namespace Rego.Tests.Conformance;

/// <summary>The forms that cases are kept in: OPA's own YAML, and JSON, compressed or not.</summary>
public sealed class ConformanceSuiteTests
{
    private const string OpaYaml =
        """
        ---
        cases:
          # Comments stand between cases.
          - note: "orders/decimals (as they are written)"
            query: data.test.p = x
            modules:
              - |
                package test

                p := {"int, fraction": 3 < input.a, "1": true}
              - |
                package other
            data:
            input:
              a: 3.5
            want_result:
              - x:
                  int, fraction: true
                  "1": true
            sort_bindings: true
          - data: {}
            modules:
              - |
                package test

                p := to_number(input)
            note: orders/failing
            query: data.test.p = x
            input_term: '{1}'
            want_error_code: eval_type_error
            want_error: "to_number: operand 1"
            strict_error: true
          - note: orders/defined
            query: input.a
            input: {a: 1}
            want_defined: true
        """;

    private string _directory = string.Empty;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("cases-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Load_YamlOfOpa_ReadsWhatACaseSays()
    {
        Write("v1/test/cases/testdata/v1/orders/test-orders.yaml", OpaYaml);

        var cases = ConformanceSuite.Load(_directory);

        Assert.That(cases.Select(@case => @case.Note), Is.EqualTo(new[] { "orders/decimals (as they are written)", "orders/failing", "orders/defined" }));
        Assert.Multiple(() =>
        {
            Assert.That(cases.Select(@case => @case.Category), Has.All.EqualTo("test-orders"));
            Assert.That(cases.Select(@case => @case.NotRunReason), Has.All.Null);
            Assert.That(cases[0].Modules, Is.EqualTo(new[] { "package test\n\np := {\"int, fraction\": 3 < input.a, \"1\": true}\n", "package other\n" }));
            Assert.That(cases[0].WantResult?.ToString(), Is.EqualTo("[{\"x\": {\"1\": true, \"int, fraction\": true}}]"));
            Assert.That((cases[0].SortBindings, cases[0].Data), Is.EqualTo((true, RegoObject.Empty)));
            Assert.That((cases[1].Input.ToString(), cases[1].WantErrorCode, cases[1].WantError, cases[1].IsStrict), Is.EqualTo(("{1}", "eval_type_error", "to_number: operand 1", true)));
            Assert.That(cases[2].WantDefined, Is.True);
        });
    }

    [Test]
    public void Run_YamlOfOpa_ComesOutAsWanted()
    {
        Write("orders.yaml", OpaYaml);

        Assert.That(ConformanceSuite.Load(_directory).Select(@case => new ConformanceRunner().Run(@case).Failure), Has.All.Null);
    }

    [TestCase("want_defined: false", "wanted none, got {}")]
    [TestCase("want_result: [{x: 2}]", "wanted {{\"x\": 2}}, got {{}}")]
    [TestCase("want_error_code: eval_type_error", "wanted eval_type_error, got {}")]
    public void Run_WhatIsNotWanted_Fails(string wanted, string failure)
    {
        Write("x.yaml", $"cases:\n  - note: x\n    query: 1 == 1\n    {wanted}\n");

        Assert.That(new ConformanceRunner().Run(ConformanceSuite.Load(_directory).Single()).Failure, Is.EqualTo(failure));
    }

    [Test]
    public void Load_Compressed_ReadsAsPlain()
    {
        var json = "{\"cases\": [{\"note\": \"a/1\", \"query\": \"x = 1\", \"want_result\": [{\"x\": 1}]}]}";
        using (var file = new GZipStream(File.Create(Path.Combine(_directory, "a.json.gz")), CompressionLevel.Optimal))
        {
            file.Write(Encoding.UTF8.GetBytes(json));
        }

        var @case = ConformanceSuite.Load(_directory).Single();

        Assert.That((@case.Category, @case.Note, @case.Query), Is.EqualTo(("a", "a/1", "x = 1")));
    }

    [TestCase("cases/testdata/v0/a/x.yaml", "", "written in Rego v0, which is not read")]
    [TestCase("v0/testdata/v1/a/x.yaml", "", null)]
    [TestCase("testdata/v1/a/x.yaml", "    env: {A: b}\n", "wants environment variables of its own")]
    [TestCase("testdata/v1/a/x.yaml", "    env: {}\n", null)]
    public void Load_CaseThatCannotBeRunHere_SaysWhy(string file, string more, string? reason)
    {
        Write(file, $"cases:\n  - note: x\n    query: 1 == 1\n{more}");

        Assert.That(ConformanceSuite.Load(_directory).Single().NotRunReason, Is.EqualTo(reason));
    }

    [TestCase("x.yaml", "cases: [")]
    [TestCase("x.json", "{\"cases\": [")]
    [TestCase("x.yaml", "cases:\n  - query: 1 == 1\n")]
    public void LoadFile_WhatCannotBeRead_IsNamed(string name, string text)
    {
        Write(name, text);

        Assert.That(() => ConformanceSuite.LoadFile(Path.Combine(_directory, name)), Throws.TypeOf<InvalidDataException>().With.Message.Contains(name));
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
