using System.Security.Cryptography;
using Deployer.Configuration;
using Rego.Values;

namespace Deployer.Destinations;

/// <summary>An entry of <c>data.destinations</c> with its placeholders filled in, read member by member: what is not known, or of another type, is refused.</summary>
internal sealed class DestinationEntry
{
    private readonly RegoValue _entry;
    private readonly string _application;
    private readonly string _environment;

    private DestinationEntry(RegoValue entry, string application, string environment) => (_entry, _application, _environment) = (entry, application, environment);

    /// <value><c>sha256:</c> and the SHA-256 of the entry in canonical JSON: names in order, no blanks.</value>
    public string Digest => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(RegoJson.ToUtf8(_entry)));

    /// <summary>The nearest entry, which holds whole: of both names, of the application, of the environment, of neither. Null where there is none.</summary>
    /// <param name="destinations">The document <c>destinations</c>.</param>
    /// <param name="application">The application.</param>
    /// <param name="environment">The environment.</param>
    public static DestinationEntry? Nearest(RegoValue destinations, string application, string environment)
    {
        foreach (var (byApplication, byEnvironment) in new[] { (application, environment), (application, Placeholders.Any), (Placeholders.Any, environment), (Placeholders.Any, Placeholders.Any) })
        {
            if (destinations is RegoObject all && all[byApplication] is RegoObject entries && entries[byEnvironment] is { IsDefined: true } entry)
            {
                return new DestinationEntry(Fill(entry, application, environment), application, environment);
            }
        }

        return null;
    }

    /// <summary>The members of the entry, or of an object in it.</summary>
    /// <param name="path">Names the object; empty for the entry itself.</param>
    /// <param name="known">The members that there may be; null for any.</param>
    /// <exception cref="DestinationRefusedException">It is no object, or has other members.</exception>
    public IReadOnlyDictionary<string, RegoValue> Members(string path, params string[]? known)
    {
        var value = path.Length == 0 ? _entry : Optional(path);
        if (value is null)
        {
            return new Dictionary<string, RegoValue>();
        }

        Require(value is RegoObject, path, "an object", value);
        var members = ((RegoObject)value).ToDictionary(member => ((RegoString)member.Key).Value, member => member.Value, StringComparer.Ordinal);
        var other = known is null ? null : members.Keys.FirstOrDefault(member => !known.Contains(member, StringComparer.Ordinal));
        Require(other is null, path, $"an object with members of these: {string.Join(", ", known ?? [])}", value);
        return members;
    }

    /// <summary>A text; null where it is not given.</summary>
    /// <exception cref="DestinationRefusedException">It is another type, or empty.</exception>
    public string? Text(string path)
    {
        var value = Optional(path);
        Require(value is null or RegoString { Value.Length: > 0 }, path, "a text that is not empty", value);
        return (value as RegoString)?.Value;
    }

    /// <summary>A whole number from 1 on; null where it is not given.</summary>
    /// <exception cref="DestinationRefusedException">It is another type or out of bounds.</exception>
    public int? Count(string path, int max)
    {
        var value = Optional(path);
        var count = 0;
        Require(value is null || (value is RegoNumber && int.TryParse(value.ToJson(), out count) && count >= 1 && count <= max), path, $"a whole number from 1 to {max}", value);
        return value is null ? null : count;
    }

    /// <summary>A duration; null where it is not given.</summary>
    /// <exception cref="DestinationRefusedException">It is none, or longer than <paramref name="max"/>.</exception>
    public TimeSpan? Duration(string path, TimeSpan max)
    {
        var value = Text(path);
        var duration = value is null ? null : Durations.TryParse(value, max);
        Require(value is null || duration is not null, path, $"a duration above zero and at most {Durations.Format(max)}", Optional(path));
        return duration;
    }

    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    /// <param name="holds">What must hold.</param>
    /// <param name="path">The member it is about.</param>
    /// <param name="valid">What would be valid.</param>
    /// <param name="found">What is there.</param>
    /// <exception cref="DestinationRefusedException">It does not hold.</exception>
    public void Require(bool holds, string path, string valid, RegoValue? found)
    {
        if (!holds)
        {
            var message = $"The destination of {_application} in {_environment} cannot be used: {(path.Length == 0 ? "it" : $"its {path}")} must be {valid}.";
            throw new DestinationRefusedException(message, found is null ? message : $"{message} Found {found.ToJson()}.");
        }
    }

    /// <summary>What the entry has at a path of members joined by dots; null where it is not given.</summary>
    public RegoValue? Optional(string path)
    {
        var value = _entry;
        foreach (var name in path.Split('.'))
        {
            value = value is RegoObject members ? members[name] : RegoValue.Undefined;
        }

        return value.IsDefined ? value : null;
    }

    private static RegoValue Fill(RegoValue value, string application, string environment) => value switch
    {
        RegoString text => RegoString.From(Placeholders.Fill(text.Value, application, environment)),
        RegoArray list => RegoArray.From([.. list.Select(element => Fill(element, application, environment))]),
        RegoObject members => RegoObject.From(members.Select(member => KeyValuePair.Create(member.Key, Fill(member.Value, application, environment)))),
        _ => value,
    };
}
