using System.Globalization;
using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Seam;
using Gateway.Contract.Validation;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Gatekeeper.Calls;

/// <summary>
/// Fills a request from text: path, query and JSON. Each field once; a field of the path may stand in the body too, but only with the
/// same value. Faults are collected, so that a caller learns of all of them at once.
/// </summary>
internal sealed class MessageBuilder(MessageDescriptor descriptor)
{
    private readonly IMessage _message = descriptor.Parser.ParseFrom(ByteString.Empty);
    private readonly HashSet<FieldDescriptor> _fromPath = [];
    private readonly HashSet<FieldDescriptor> _set = [];
    private readonly List<FieldViolation> _violations = [];
    private ErrorReason _reason = ErrorReason.InvalidRequest;

    /// <summary>Sets a variable of the path.</summary>
    public void SetFromPath(string name, string value)
    {
        var field = descriptor.FindFieldByName(name) ?? throw new InvalidOperationException($"{descriptor.FullName} has no field '{name}'.");
        field.Accessor.SetValue(_message, value);
        _fromPath.Add(field);
    }

    /// <summary>
    /// The field that JSON or the query calls <paramref name="name"/>: in the contract's spelling or in lowerCamelCase. Notes a fault
    /// where there is none, or where it was there before.
    /// </summary>
    public FieldDescriptor? Begin(string name)
    {
        var field = descriptor.FindFieldByName(name) ?? descriptor.Fields.InDeclarationOrder().FirstOrDefault(candidate => candidate.JsonName == name);
        if (field is null)
        {
            // An unknown name may hold anything: it is shown only where it is a plain word.
            Fail(ErrorReason.UnknownField, IsPlainWord(name) ? name : "body", "is not a field of the request");
            return null;
        }

        if (!_set.Add(field))
        {
            Fail(ErrorReason.DuplicateField, field.Name, "is there more than once");
            return null;
        }

        return field;
    }

    /// <summary>Sets a text field.</summary>
    public void SetText(FieldDescriptor field, string value)
    {
        if (_fromPath.Contains(field) && !value.Equals(field.Accessor.GetValue(_message)))
        {
            Fail(ErrorReason.InvalidRequest, field.Name, "must be the same as in the path, or left out");
            return;
        }

        field.Accessor.SetValue(_message, value);
    }

    /// <summary>Sets an integer field from its decimal digits.</summary>
    public void SetInteger(FieldDescriptor field, string digits)
    {
        if (field.FieldType == FieldType.Int64 && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wide))
        {
            field.Accessor.SetValue(_message, wide);
        }
        else if (field.FieldType == FieldType.Int32 && int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            field.Accessor.SetValue(_message, value);
        }
        else
        {
            FailType(field, "must be an integer");
        }
    }

    /// <summary>Sets an integer field to what is later than any value that the query gave.</summary>
    public void ReplaceInteger(FieldDescriptor field, string digits)
    {
        _set.Add(field);
        SetInteger(field, digits);
    }

    /// <summary>Sets an enum field from a value's name.</summary>
    public void SetEnum(FieldDescriptor field, string name)
    {
        if (field.EnumType.FindValueByName(name) is { } value)
        {
            // The accessor casts from a boxed int only.
            field.Accessor.SetValue(_message, value.Number);
        }
        else
        {
            FailType(field, $"must be the name of a value of {field.EnumType.FullName}");
        }
    }

    /// <summary>Sets a boolean field.</summary>
    public void SetBoolean(FieldDescriptor field, bool value) => field.Accessor.SetValue(_message, value);

    /// <summary>Sets a field that is a time from its text of RFC 3339, with a zone.</summary>
    public void SetTime(FieldDescriptor field, string text)
    {
        try
        {
            // As protobuf's own JSON has it: capitals, a zone, at most nine digits of a second.
            field.Accessor.SetValue(_message, JsonParser.Default.Parse<Timestamp>(JsonSerializer.Serialize(text)));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or ArgumentException or FormatException)
        {
            FailType(field, "must be a time of RFC 3339 with a zone, such as 2027-01-31T12:00:00Z");
        }
    }

    /// <summary>Adds an entry to a map from text to text.</summary>
    public void AddEntry(FieldDescriptor field, string key, string value)
    {
        if (!((MapField<string, string>)field.Accessor.GetValue(_message)).TryAdd(key, value))
        {
            Fail(ErrorReason.DuplicateField, field.Name, "has a key more than once");
        }
    }

    /// <summary>Notes that a field's value is of another type.</summary>
    public void FailType(FieldDescriptor field, string description) => Fail(ErrorReason.InvalidRequest, field.Name, description);

    /// <summary>The message.</summary>
    /// <exception cref="CallException">Something was wrong on the way.</exception>
    public IMessage Build() =>
        _violations.Count == 0
            ? _message
            : throw new CallException(new CallError(_reason, "The request has invalid fields.") { Violations = _violations });

    private void Fail(ErrorReason reason, string field, string description)
    {
        // The most telling reason stands for all of them.
        _reason = _violations.Count == 0 || _reason == ErrorReason.InvalidRequest ? reason : _reason;
        _violations.Add(new FieldViolation(field, description));
    }

    private static bool IsPlainWord(string name) => name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
