using Rego.Tests.Fuzzing;
using SharpFuzz;

// Fuzzing parser|evaluator          under AFL++: input after input
// Fuzzing parser|evaluator FILE...  each file once, to see what a find is about
if (args is not [("parser" or "evaluator") and var name, .. var files])
{
    await Console.Error.WriteLineAsync("usage: Fuzzing parser|evaluator [FILE...]");
    return 2;
}

foreach (var file in files)
{
    Run(name, await File.ReadAllBytesAsync(file));
    Console.WriteLine($"{file}: nothing wrong");
}

if (files.Length == 0)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        Run(name, bytes.ToArray());
    });
}

return 0;

static void Run(string name, byte[] bytes)
{
    if (name == "parser")
    {
        ParserTarget.Run(bytes);
    }
    else
    {
        EvaluatorTarget.Run(bytes);
    }
}
