using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Rego.Evaluation;

/// <summary>
/// The bounds of one evaluation. Steps are counted down in small portions; the clock and the cancellation are looked at once
/// a portion. Exceeding a bound is an error, never an answer.
/// </summary>
internal sealed class Budget
{
    private const int PortionSteps = 1024;

    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(30);

    private EvaluationLimits _limits = EvaluationLimits.Default;
    private TimeProvider _time = TimeProvider.System;
    private CancellationToken _cancellation;
    private long _started;
    private long _stepsLeft;
    private long _bytesLeft;
    private int _portion;

    /// <summary>Begins anew.</summary>
    internal void Start(EvaluationOptions options)
    {
        _limits = options.Limits;
        _time = options.Time;
        _cancellation = options.CancellationToken;
        _started = _time.GetTimestamp();
        _bytesLeft = _limits.MaxMemoryBytes;
        _portion = (int)Math.Min(PortionSteps, _limits.MaxSteps);
        _stepsLeft = _limits.MaxSteps - _portion;
        _cancellation.ThrowIfCancelled();
    }

    /// <summary>Counts one unit of work.</summary>
    internal void Step()
    {
        if (--_portion < 0)
        {
            NextPortion(1);
        }
    }

    /// <summary>Counts what one look at all of a value costs; nothing for a value of moderate size.</summary>
    internal void ChargeFor(RegoValue value)
    {
        if (value.Extent.Steps is > 0 and var steps)
        {
            Charge(steps, 0);
        }
    }

    /// <summary>Counts work and memory.</summary>
    internal void Charge(long steps, long bytes)
    {
        if (bytes != 0 && (_bytesLeft -= bytes) < 0)
        {
            throw Exceeded($"more than {_limits.MaxMemoryBytes} bytes of memory");
        }

        if (steps > _portion)
        {
            NextPortion(steps);
        }
        else
        {
            _portion -= (int)steps;
        }
    }

    /// <summary>Looks at the clock and the cancellation now.</summary>
    internal void CheckTime()
    {
        _cancellation.ThrowIfCancelled();
        if (_time.GetElapsedTime(_started) > _limits.Timeout)
        {
            throw Exceeded($"more than {_limits.Timeout.TotalMilliseconds:0} ms");
        }
    }

    /// <summary>What is cancelled when the time is over. To be disposed of.</summary>
    internal CancellationTokenSource CreateEnd()
    {
        var left = _limits.Timeout - _time.GetElapsedTime(_started);
        var end = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        end.CancelAfter(TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, LongestTimer.Ticks)));
        return end;
    }

    private static RegoEvaluationException Exceeded(string what) =>
        new(DiagnosticCodes.EvalCancel, $"evaluation stopped: it needs {what}");

    private void NextPortion(long steps)
    {
        CheckTime();
        var left = _stepsLeft + Math.Max(_portion, 0) - steps;
        if (left < 0)
        {
            throw Exceeded($"more than {_limits.MaxSteps} steps");
        }

        _portion = (int)Math.Min(PortionSteps, left);
        _stepsLeft = left - _portion;
    }
}
