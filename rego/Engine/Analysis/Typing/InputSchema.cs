using Rego.Errors;
using Rego.Schemas;

namespace Rego.Analysis.Typing;

/// <summary>Learns the type of the input from its schema, where one is given.</summary>
internal static class InputSchema
{
    internal static void Run(Compilation compilation)
    {
        if (compilation.Options.Schemas?.Input is not { } schema)
        {
            return;
        }

        try
        {
            compilation.InputType = SchemaTypes.TypeOf(schema);
        }
        catch (SchemaException problem)
        {
            compilation.Errors.Add(DiagnosticCodes.Type, problem.Message, default);
        }
    }
}
