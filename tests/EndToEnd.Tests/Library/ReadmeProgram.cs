using System.Text;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Library;

/// <summary>The programs of a README, each with what it says that they print, as one console project.</summary>
/// <param name="readme">The README's text.</param>
internal sealed partial class ReadmeProgram(string readme)
{
    private const string Divider = "----8<----";

    /// <value>What each program prints.</value>
    public string[] Expected { get; } = [.. Examples().Matches(readme).Select(match => match.Groups["output"].Value)];

    /// <value>How many blocks of C# there are, with an output or without.</value>
    public int Blocks { get; } = Regex.Count(readme, "^```csharp", RegexOptions.Multiline);

    /// <summary>What each program did print.</summary>
    public static string[] Split(string output) => output.Split(Divider + "\n")[1..];

    /// <summary>Writes the project.</summary>
    public void WriteTo(string directory, string version)
    {
        File.WriteAllText(Path.Combine(directory, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Rego" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        var main = new StringBuilder();
        var programs = Examples().Matches(readme).Select(match => match.Groups["code"].Value).ToArray();
        for (var i = 0; i < programs.Length; i++)
        {
            File.WriteAllText(Path.Combine(directory, $"Example{i}.cs"), AsMethod(programs[i], i));
            main.Append($"Console.WriteLine(\"{Divider}\");\nExample{i}.Run();\n");
        }

        File.WriteAllText(Path.Combine(directory, "Program.cs"), main.ToString());
    }

    private static string AsMethod(string program, int number)
    {
        var lines = program.Split('\n');
        var usings = lines.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal)).ToArray();
        return $"{string.Join('\n', usings)}\nstatic class Example{number}\n{{\npublic static void Run()\n{{\n{string.Join('\n', lines[usings.Length..])}\n}}\n}}\n";
    }

    [GeneratedRegex("^```csharp\n(?<code>(?:(?!```).*\n)*)```\n\n```text\n(?<output>(?:(?!```).*\n)*)```$", RegexOptions.Multiline)]
    private static partial Regex Examples();
}
