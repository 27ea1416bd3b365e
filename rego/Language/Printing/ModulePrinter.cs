using System.Text;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Printing;

/// <summary>Prints a module, a statement a line, without comments: text that reads back as the same tree.</summary>
internal static class ModulePrinter
{
    internal static string Print(Module module)
    {
        var text = new StringBuilder();
        text.Append("package ").Append(PackageName(module.Package)).Append('\n');
        foreach (var import in module.Imports)
        {
            text.Append("import ").Append(TermPrinter.Print(import.Path)).Append(import.Alias is null ? string.Empty : $" as {TermPrinter.Print(import.Alias)}").Append('\n');
        }

        foreach (var rule in module.Rules)
        {
            Append(text, rule);
        }

        return text.ToString();
    }

    private static string PackageName(Package package)
    {
        var name = package.Path.Skip(1).ToList();
        var first = new VarTerm(name[0].Location, ((StringTerm)name[0]).Value);
        return TermPrinter.PrintReference([first, .. name.Skip(1)]);
    }

    private static void Append(StringBuilder text, Rule rule)
    {
        var head = rule.Head;
        text.Append(rule.IsDefault ? "default " : string.Empty).Append(TermPrinter.PrintReference(head.Reference));
        if (!head.Arguments.IsDefaultOrEmpty)
        {
            text.Append('(').AppendJoin(", ", head.Arguments.Select(TermPrinter.Print)).Append(')');
        }

        if (head.Key is not null)
        {
            text.Append(" contains ").Append(TermPrinter.Print(head.Key));
        }

        AppendBranch(text, rule);
        for (var branch = rule.Else; branch is not null; branch = branch.Else)
        {
            text.Append(" else");
            AppendBranch(text, branch);
        }

        text.Append('\n');
    }

    private static void AppendBranch(StringBuilder text, Rule branch)
    {
        if (branch.Head.Value is not null)
        {
            text.Append(branch.Head.IsAssigned ? " := " : " = ").Append(TermPrinter.Print(branch.Head.Value));
        }

        if (branch.Body is not null)
        {
            text.Append(" if { ").Append(TermPrinter.PrintBraced(branch.Body)).Append(" }");
        }
    }
}
