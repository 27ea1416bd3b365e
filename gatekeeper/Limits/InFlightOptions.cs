using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Limits;

/// <summary>What may be in hand at a time; counted in each gatekeeper for itself. Section <c>Gatekeeper:InFlight</c>.</summary>
internal sealed class InFlightOptions
{
    /// <value>The bytes of one caller's messages that are in hand at a time, from when they come to the answer; a call counts for at least 4 KiB.</value>
    [Range(65_536, 1_073_741_824)]
    public int MaxBytesPerCaller { get; set; } = 8 * 1_048_576;

    /// <value>The bytes of all callers' messages that are in hand at a time. More are refused with 429, and so is more of one caller.</value>
    [Range(1_048_576, 2_147_483_647)]
    public int MaxBytes { get; set; } = 64 * 1_048_576;

    /// <value>The streams of one caller at a time: watches, and server reflection.</value>
    [Range(1, 100_000)]
    public int MaxStreamsPerCaller { get; set; } = 100;
}
