using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using System.Net;

namespace LeanDeep.Brokerages;

/// <summary>A web server on loopback that takes nothing from the environment or from files: it watches none, so the system's limit on watches does not bound how many run.</summary>
internal static class LoopbackServer
{
    /// <param name="port">0: any that is free.</param>
    public static WebApplication On(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        return builder.Build();
    }
}
