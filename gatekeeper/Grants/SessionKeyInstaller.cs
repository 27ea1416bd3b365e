using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Deploy.V1;
using Gateway.Contract.Grants;
using Gateway.Hosting.Background;
using Gateway.Hosting.Logging;
using Gateway.Hosting.Rpc;
using Google.Protobuf;
using Grpc.Core;

namespace Gatekeeper.Grants;

/// <summary>
/// Makes the session key of reading calls and hands it to the deployer: at start, whenever the deployer has lost it (it was restarted),
/// and at a fixed interval. A key is used only after the deployer has taken it.
/// </summary>
internal sealed partial class SessionKeyInstaller(
    WorkerService.WorkerServiceClient deployer,
    EcdsaGrantSigner signer,
    SessionKeyRing sessionKeys,
    GrantIdentity identity,
    GrantsOptions options,
    TimeProvider time,
    ILogger<SessionKeyInstaller> logger) : StoppableService
{
    private const string NoAnswer = "nothing answers at Gatekeeper:Deployer:Socket, or what does is not used. Is the deployer running, is this program's user in the socket's group, and among Deployer:AllowedPeerUsers? "
        + "If so, the log of the one that refuses says why.";

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(2);

    private readonly LogLimiter _failures = new(time);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private Task<bool>? _attempt;
    private long _installedAt;
    private bool _isInstalled;
    private bool _wasTaken;

    /// <value>Whether the deployer has taken a key since the start: it is there, lets this program in, and knows its grants.</value>
    public bool WasTaken => Volatile.Read(ref _wasTaken);

    /// <summary>
    /// Installs a new key, by one attempt for all that ask while it lasts, also where it fails: whoever waited does not wait for another of
    /// their own. For a reading call whose grant the deployer did not know.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait of this caller, and not the attempt.</param>
    /// <returns>Whether the deployer has a key now that was installed at most a second ago: the call may be tried once more.</returns>
    public async Task<bool> ReinstallAsync(CancellationToken cancellationToken)
    {
        Task<bool> attempt;
        lock (_lock)
        {
            if (IsFresh())
            {
                return true;
            }

            if (_attempt is null || _attempt.IsCompleted)
            {
                var ended = _ended.Token;
                _attempt = Task.Run(() => TryInstallAsync(ended), ended);
            }

            attempt = _attempt;
        }

        return await attempt.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();

        // The container knows it twice, as itself and as what runs with the program.
        if (!_ended.IsCancellationRequested)
        {
            _ended.Cancel();
            _ended.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        // A key lives twice as long at the deployer, so that a failing replacement has time to be repeated.
        while (!stoppingToken.IsCancellationRequested)
        {
            await InstallUntilTakenAsync(stoppingToken);
            await Task.Delay(options.SessionKeyInterval, time, stoppingToken);
            Volatile.Write(ref _isInstalled, false);
        }
    }

    private async Task InstallUntilTakenAsync(CancellationToken stoppingToken)
    {
        var delay = FirstRetryDelay;
        while (!await ReinstallAsync(stoppingToken))
        {
            await Task.Delay(delay, time, stoppingToken);
            delay = delay * 2 < LongestRetryDelay ? delay * 2 : LongestRetryDelay;
        }
    }

    private bool IsFresh() => Volatile.Read(ref _isInstalled) && time.GetElapsedTime(_installedAt) < FreshFor;

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong, it must be tried again.")]
    private async Task<bool> TryInstallAsync(CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(HmacGrantSigner.KeySize);
        var keyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        try
        {
            await InstallAsync(keyId, key, cancellationToken);
            sessionKeys.Use(new HmacGrantSigner(keyId, key));
            _installedAt = time.GetTimestamp();
            Volatile.Write(ref _isInstalled, true);
            Volatile.Write(ref _wasTaken, true);
            _failures.Reset();
            LogInstalled(logger, keyId);
            return true;
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            Tell(e);
            return false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (_failures.TryTell(e.Message, out _))
            {
                LogNotForeseen(logger, e);
            }

            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async Task InstallAsync(string keyId, byte[] key, CancellationToken cancellationToken)
    {
        var expires = time.GetUtcNow() + (options.SessionKeyInterval * 2);
        var latest = time.GetUtcNow() + TimeSpan.FromSeconds(GrantFormat.MaxSessionKeySeconds - 60);
        var request = new InstallSessionKeyRequest
        {
            KeyId = keyId,
            Key = UnsafeByteOperations.UnsafeWrap(key),
            ExpireTime = (expires < latest ? expires : latest).ToUnixTimeSeconds(),
        };
        var metadata = new Metadata { { GrantFormat.MetadataKey, OwnGrant.Issue(GrantFormat.InstallSessionKeyAction, request, identity, options, time.GetUtcNow(), signer) } };
        await deployer.InstallSessionKeyAsync(request, metadata, (time.GetUtcNow() + CallTimeout).UtcDateTime, cancellationToken);
    }

    // At once, and then once a minute: it is tried every two seconds for as long as it takes.
    private void Tell(RpcException e)
    {
        if (!_failures.TryTell(out _))
        {
            return;
        }

        LogRefused(logger, e.StatusCode, e.StatusCode switch
        {
            StatusCode.DeadlineExceeded => NoAnswer,
            StatusCode.Unavailable when e.Status.DebugException is not null => NoAnswer,
            StatusCode.Unauthenticated =>
                "it does not know the key of the grant. Is the public half of Gatekeeper:Grants:SigningKeyFile among Deployer:Grants:PublicKeyFiles?",
            _ => StatusText.Of(e.Status),
        });
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "The deployer took session key {KeyId}.")]
    private static partial void LogInstalled(ILogger logger, string keyId);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "No session key was installed, for a fault that was not foreseen; it is tried again.")]
    private static partial void LogNotForeseen(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "The deployer did not take a session key ({Status}): {Problem}")]
    private static partial void LogRefused(ILogger logger, StatusCode status, string problem);
}
