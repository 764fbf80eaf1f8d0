// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Tests.Tls;

namespace Linnet.Tests.Interop;

/// <summary>
/// Whom the tests' certificates name to be asked about them (RFC 6960): a server on loopback that has OpenSSL answer, with the
/// word of the tests' authority, that a certificate is good; or one that never answers.
/// </summary>
internal sealed class OcspResponder : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");
    private readonly string _openssl = ForeignProgram.Find("openssl");
    private readonly HttpServer _server;
    private int _asked;

    private OcspResponder(bool isSilent) =>
        _server = new HttpServer(
            "http://127.0.0.1:0",
            exchange => isSilent ? WaitAsync(exchange) : AnswerAsync(exchange));

    /// <summary>Its address.</summary>
    public string Address => $"http://{_server.BoundEndPoints[0]}";

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static async Task<OcspResponder> StartAsync(bool isSilent = false)
    {
        OcspResponder responder = new(isSilent);
        await responder._server.StartAsync();
        return responder;
    }

    /// <summary>Lets it know a certificate, as a good one.</summary>
    public void Know(X509Certificate2 certificate)
    {
        using ECDsa key = TestCertificates.Authority.GetECDsaPrivateKey()!;
        File.WriteAllText(At("authority.pem"), TestCertificates.Authority.ExportCertificatePem());
        File.WriteAllText(At("authority.key"), key.ExportPkcs8PrivateKeyPem());

        // As `openssl ca` keeps it: state, end, revocation, serial number, file, subject.
        string end = certificate.NotAfter.ToUniversalTime().ToString("yyMMddHHmmss", CultureInfo.InvariantCulture);
        File.WriteAllText(At("index.txt"), $"V\t{end}Z\t\t{certificate.SerialNumber}\tunknown\t/CN=localhost\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(TimeSpan.Zero);
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async ValueTask WaitAsync(HttpExchange exchange)
    {
        Interlocked.Increment(ref _asked);
        await Task.Delay(Timeout.Infinite, exchange.Aborted);
    }

    private async ValueTask AnswerAsync(HttpExchange exchange)
    {
        // RFC 6960 appendix A.1: the request is the last part of the path, in Base64.
        string number = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _asked)}");
        byte[] request = Convert.FromBase64String(Uri.UnescapeDataString(exchange.Request.Target[1..]));
        await File.WriteAllBytesAsync(At(number), request);
        await ForeignProgram.RunAsync(
            _openssl,
            "ocsp", "-index", At("index.txt"), "-CA", At("authority.pem"), "-rsigner", At("authority.pem"), "-rkey", At("authority.key"),
            "-ndays", "1", "-reqin", At(number), "-respout", At($"{number}.answer"));
        exchange.Response.Headers["Content-Type"] = "application/ocsp-response";
        await exchange.Response.WriteAsync(await File.ReadAllBytesAsync(At($"{number}.answer")));
    }
}
