using Gatectl;
using Gatectl.CommandLine;

return await GatectlProgram.RunAsync(args, ProcessEnvironment.FromProcess());
