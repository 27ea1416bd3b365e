using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Formatting;

/// <content>Imports: sorted within their groups, each with the comment of its row.</content>
internal sealed partial class ModuleFormatter
{
    private void WriteImports(List<Import> imports)
    {
        var comments = imports.Select(import => import.Location.Row).Distinct().ToDictionary(row => row, _comments.Extract);
        foreach (var group in GroupsOf(imports))
        {
            PlaceComments(group[0].Location.Row);
            foreach (var import in group.Order(ImportOrder.Instance))
            {
                _out.StartLine();
                WriteImport(import);
                if (comments.Remove(import.Location.Row, out var comment) && comment is not null)
                {
                    _out.Write(" ");
                    _out.Write(CommentQueue.TextOf(comment));
                }

                _out.EndLine();
            }

            _out.BlankLine();
        }
    }

    /// <summary>Imports in rows that follow each other.</summary>
    private static List<List<Import>> GroupsOf(List<Import> imports)
    {
        var groups = new List<List<Import>>();
        foreach (var import in imports)
        {
            if (groups.Count == 0 || import.Location.Row - groups[^1][^1].Location.Row > 1)
            {
                groups.Add([]);
            }

            groups[^1].Add(import);
        }

        return groups;
    }

    private void WriteImport(Import import)
    {
        _out.Write("import ");
        switch (import.Path)
        {
            case RefTerm { Head: VarTerm head } reference:
                _out.Write(head.Name);
                foreach (var part in reference.Path)
                {
                    WriteName((StringTerm)part);
                }

                break;
            case VarTerm root:
                _out.Write(root.Name);
                break;
        }

        if (import.Alias is not null)
        {
            _out.Write(" as ");
            _out.Write(NameOf(import.Alias.Name));
        }
    }
}
