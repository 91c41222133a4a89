using System.Buffers;
using System.Net;
using System.Text.Json;
using LeanDeep.Brokerages.Alpaca.Wire;
using Polly;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace LeanDeep.Brokerages.Alpaca.Rest;

/// <summary>Requests to Alpaca's servers: paced, timed out, tried again where that is safe.</summary>
internal sealed class RestChannel : IDisposable
{

    private readonly AlpacaOptions _options;
    private readonly AlpacaCredentials _credentials;
    private readonly HttpClient _http;
    private readonly RequestPace _pace;
    private readonly ResiliencePipeline<Reply> _repeatable, _single;

    public RestChannel(AlpacaOptions options, AlpacaCredentials credentials, HttpMessageHandler? handler = null)
    {
        _options = options.Checked();
        _credentials = credentials;
        _http = new HttpClient(handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = DecompressionMethods.All })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = options.MaximumMessageBytes,
        };
        credentials.Apply(_http.DefaultRequestHeaders);
        _pace = new RequestPace(options.RequestsPerMinute, options.Time);
        _repeatable = Pipeline(repeatFaults: true);
        _single = Pipeline(repeatFaults: false);
    }

    public AlpacaOptions Options => _options;

    /// <summary>A request that may be made again without harm, until it is answered.</summary>
    /// <exception cref="AlpacaException">No answer after all attempts, or the keys are refused.</exception>
    public Task<Reply> RepeatAsync(HttpMethod method, Uri server, string path, CancellationToken cancellation) =>
        SendAsync(_repeatable, method, server, path, default, cancellation);

    /// <summary>A request that changes something: made again only when the server says that it did nothing (429).</summary>
    /// <exception cref="AlpacaException">As for <see cref="RepeatAsync"/>; Unreachable leaves open whether it had an effect.</exception>
    public Task<Reply> OnceAsync(HttpMethod method, Uri server, string path, Action<Utf8JsonWriter>? body, CancellationToken cancellation)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        if (body is not null)
            using (var json = new Utf8JsonWriter(bytes)) body(json);
        return SendAsync(_single, method, server, path, bytes.WrittenMemory, cancellation);
    }

    /// <summary>A refusal as an exception: what was asked for, and what the broker said.</summary>
    public AlpacaException Refusal(string what, Reply reply)
    {
        var (code, message) = reply.Error();
        var failure = reply.Status switch
        {
            HttpStatusCode.Unauthorized => AlpacaFailure.Unauthorized,
            HttpStatusCode.NotFound => AlpacaFailure.NotFound,
            HttpStatusCode.TooManyRequests => AlpacaFailure.Unreachable,
            _ when reply.IsServerFault => AlpacaFailure.Unreachable,
            // Trading answers wrong keys with 403, too; its own refusals carry a code.
            HttpStatusCode.Forbidden when code is null => AlpacaFailure.Unauthorized,
            _ => AlpacaFailure.Refused,
        };
        return new AlpacaException(failure, _credentials.Redact($"{what}: {message} ({(int)reply.Status})"), code);
    }

    public void Dispose()
    {
        _http.Dispose();
        _pace.Dispose();
    }

    private async Task<Reply> SendAsync(ResiliencePipeline<Reply> pipeline, HttpMethod method, Uri server, string path, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var target = new Uri(server, path);
        var what = $"{method} {server.Host}{target.AbsolutePath}";
        var context = ResilienceContextPool.Shared.Get(cancellation);
        try
        {
            return await pipeline.ExecuteAsync(static async (context, state) =>
            {
                using var request = new HttpRequestMessage(state.method, state.target);
                if (!state.body.IsEmpty)
                    request.Content = new ReadOnlyMemoryContent(state.body) { Headers = { ContentType = new("application/json") } };
                using var response = await state._http.SendAsync(request, HttpCompletionOption.ResponseContentRead, context.CancellationToken).ConfigureAwait(false);
                var bytes = await response.Content.ReadAsByteArrayAsync(context.CancellationToken).ConfigureAwait(false);
                return new Reply(response.StatusCode, bytes, RetryAfter(response, state._options.Time));
            }, context, (_http, method, target, body, _options)).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException e)
        {
            throw new AlpacaException(AlpacaFailure.Unreachable, $"{what}: no answer within {_options.Timeout.TotalSeconds:0.#} s", inner: e);
        }
        catch (HttpRequestException e)
        {
            throw new AlpacaException(AlpacaFailure.Unreachable, _credentials.Redact($"{what}: {Reason(e)}"), inner: e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<Reply> Pipeline(bool repeatFaults)
    {
        var builder = new ResiliencePipelineBuilder<Reply> { TimeProvider = _options.Time };
        if (_options.Attempts > 1)
            builder.AddRetry(new RetryStrategyOptions<Reply>
            {
                MaxRetryAttempts = _options.Attempts - 1,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
                {
                    { Result.Status: HttpStatusCode.TooManyRequests } => true,
                    { Result: { } reply } => repeatFaults && reply.IsServerFault,
                    { Exception: HttpRequestException or TimeoutRejectedException } => repeatFaults,
                    _ => false,
                }),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(arguments.Outcome.Result?.RetryAfter ?? _options.Delay(arguments.AttemptNumber)),
            });
        return builder
            .AddRateLimiter(new RateLimiterStrategyOptions { RateLimiter = arguments => _pace.AcquireAsync(1, arguments.Context.CancellationToken) })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = _options.Timeout })
            .Build();
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => $"no secure connection: {(e.InnerException ?? e).Message.ReplaceLineEndings(" ")}",
        HttpRequestError.NameResolutionError => "the server's name is not known",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.ConfigurationLimitExceeded => "the answer is larger than allowed",
        _ => "the connection broke",
    };
}
