using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>Imports, and the keywords that they switch on.</content>
internal sealed partial class Parser
{
    private const string OtherPathHint = "import a different path or use an alias";

    private Import? ParseImport()
    {
        if (Current != Token.Import)
        {
            return null;
        }

        var location = Here();
        if (!ScanToPath())
        {
            return null;
        }

        var path = ParseImportPath();
        if (path is RefTerm reference && reference.Path.FirstOrDefault(part => part is not StringTerm) is { } wrong)
        {
            Report($"unexpected {TermKinds.NameOf(wrong)} token: expecting string", wrong.Location);
            return null;
        }

        if (path is not (VarTerm or RefTerm { Head: VarTerm }))
        {
            Report("expected path", Here());
            return null;
        }

        return IsImportRoot(path) ? FinishImport(location, path) : null;
    }

    /// <summary>Reads a path, and the token behind it, with the later keywords as plain names.</summary>
    private Term? ParseImportPath()
    {
        var keywords = _state.Keywords;
        _cache.Clear();
        _state.Keywords = KeywordSet.Suppressed;
        var path = ParseTerm();
        _state.Keywords = keywords;
        _cache.Clear();
        return path;
    }

    private bool IsImportRoot(Term path)
    {
        var root = RootOf(path);
        if (root is "data" or "input" or "future" or "rego")
        {
            return true;
        }

        Hint("if this is unexpected, try updating OPA");
        Report($"unexpected import path, must begin with one of: {{data, future, input, rego}}, got: {root}", path.Location);
        return false;
    }

    private Import? FinishImport(SourceLocation location, Term path)
    {
        if (Current == Token.As)
        {
            return ParseAlias(location, path);
        }

        var last = path is RefTerm { Path: [.., var tail] } ? tail : path;
        var name = last is StringTerm text ? text.Value : RootOf(path);
        if (Keywords.IsReserved(name) && !(path is RefTerm && RootOf(path) == "future"))
        {
            Hint(OtherPathHint);
            Report($"unexpected import path, must not end with a keyword, got: {name}", last.Location);
        }

        return new Import(location, path, alias: null);
    }

    private Import? ParseAlias(SourceLocation location, Term path)
    {
        Scan();
        if (Current != Token.Identifier)
        {
            Unexpected("expected var");
            return null;
        }

        if (ParseTerm() is VarTerm alias)
        {
            if (!IsRootDocument(alias))
            {
                return new Import(location, path, alias);
            }

            Report($"unexpected import alias, must not be a reserved name, got: {alias.Name}", alias.Location);
            return null;
        }

        Unexpected("expected var");
        return null;
    }

    private void ActivateKeywords(Import import)
    {
        switch (RootOf(import.Path))
        {
            case "rego":
                ActivateVersion(import);
                break;
            case "future":
                ActivateFuture(import);
                break;
        }
    }

    private void ActivateVersion(Import import)
    {
        var version = import.Path is RefTerm { Path: [StringTerm name] } ? name.Value : null;
        if (version is not ("v1" or "v2"))
        {
            Report($"invalid import `{TermPrinter.Print(import.Path)}`, must be one of: `rego.v1`, `rego.v2`", import.Path.Location);
        }
        else if (import.Alias is not null)
        {
            Report("`rego` imports cannot be aliased", import.Alias.Location);
        }
        else if (version is "v2" && !_features.HasVersion2Import)
        {
            Report("invalid import, `rego.v2` is not supported by current capabilities", import.Path.Location);
        }
        else if (version is "v2")
        {
            _state.Keywords = KeywordSet.All;
        }
    }

    private void ActivateFuture(Import import)
    {
        var path = import.Path is RefTerm reference ? reference.Path : [];
        if (path is not [StringTerm { Value: "keywords" }, ..])
        {
            Report("invalid import, must be `future.keywords`", import.Path.Location);
        }
        else if (import.Alias is not null)
        {
            Report("`future` imports cannot be aliased", import.Alias.Location);
        }
        else if (path is [_, StringTerm keyword] && !_features.Importable.Contains(keyword.Value))
        {
            Report($"unexpected keyword, must be one of [{string.Join(' ', _features.Importable)}]", import.Path.Location);
        }
        else
        {
            _state.Keywords |= path is [_, StringTerm { Value: var name }] ? Keywords.SetOf(name) : _features.AllKeywords;
        }
    }

    private static string RootOf(Term path) => path is RefTerm { Head: VarTerm head } ? head.Name : ((VarTerm)path).Name;
}
