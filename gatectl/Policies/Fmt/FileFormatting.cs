using Gatectl.CommandLine;
using Rego;
using Rego.Diagnostics;
using Rego.Formatting;
using Rego.Loading;
using Rego.Tooling.Formatting;

namespace Gatectl.Policies.Fmt;

/// <summary>Formats one file after the other, and prints, lists, compares or writes the outcome.</summary>
internal sealed class FileFormatting(CommandContext context, RegoFormatterOptions options, FmtMode mode, bool fails)
{
    /// <exception cref="FmtFailure">The file is no module, or would change where that is a failure.</exception>
    internal async Task RunAsync(ModuleFile file, CancellationToken cancellationToken)
    {
        var source = Read(file);
        var result = RegoFormatter.Format(source, options);
        var formatted = result.Text ?? throw FmtFailure.Of(file.Name, result);
        var isChanged = formatted != source.Text;
        if (isChanged && fails && mode is FmtMode.Print or FmtMode.Write)
        {
            throw UnexpectedDifference();
        }

        await HandAsync(file, source.Text, formatted, isChanged, cancellationToken);
        if (isChanged && fails)
        {
            throw UnexpectedDifference();
        }
    }

    private async Task HandAsync(ModuleFile file, string text, string formatted, bool isChanged, CancellationToken cancellationToken)
    {
        switch (mode)
        {
            case FmtMode.Print:
                await context.Environment.Out.WriteAsync(formatted);
                break;
            case FmtMode.List when isChanged:
                await context.Environment.Out.WriteLineAsync(file.Name);
                break;
            case FmtMode.Diff when isChanged:
                await context.Environment.Out.WriteAsync(PolicyText.Escape(UnifiedDiff.Of(file.Name, text, formatted)));
                break;
            case FmtMode.Write when isChanged:
                await AtomicFile.ReplaceAsync(file.FullPath, formatted, cancellationToken);
                break;
        }
    }

    private RegoSource Read(ModuleFile file)
    {
        try
        {
            return PolicyInput.ReadModule(context, file.FullPath) with { Path = file.Name };
        }
        catch (PolicyLoadException failure)
        {
            throw new FmtFailure(PolicyExitCode.Error, $"failed to open file: {string.Join('\n', failure.Diagnostics.Select(DiagnosticText.Describe))}", failure);
        }
    }

    private static FmtFailure UnexpectedDifference() => new(PolicyExitCode.Error, "unexpected diff");
}
