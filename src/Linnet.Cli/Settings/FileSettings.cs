// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

using Linnet.Cli.Access;
using Linnet.Cli.Serving;

namespace Linnet.Cli.Settings;

/// <summary>
/// The part of the table (<see cref="ServerSettings"/>) that is about files: which ones, how they are answered, and for whom.
/// </summary>
internal static class FileSettings
{
    private const int YearSeconds = 365 * 24 * 60 * 60;

    public static readonly Setting Index = new()
    {
        Name = "index",
        Group = SettingGroup.Files,
        ValueName = "NAMES",
        Description = "What stands for a folder, with commas between: the first of these files that is there.",
        Default = "index.html",
        Form = ValueForm.ReadBy(static text => Site.ReadIndexNames(text)),
        IsOfFiles = true,
        OtherNames = ["index-files"],
    };

    public static readonly Setting Spa = new()
    {
        Name = "spa",
        Group = SettingGroup.Files,
        ValueName = "FILE",
        Description = "Answer pages that are not there with index.html, or this file: for an application that routes in the "
            + "browser.",
        Implied = "index.html",
        Form = ValueForm.ReadBy(static text => Site.ReadPage(text)),
        IsOfFiles = true,
        OtherNames = ["single", "fallback", "fallback-file", "render-spa", "try-file"],
    };

    public static readonly Setting Extensions = new()
    {
        Name = "ext",
        Group = SettingGroup.Files,
        ValueName = "NAMES",
        Description = "What may be left out at the end of an address, with commas between: with html, /about is about.html.",
        Form = ValueForm.ReadBy(static text => Site.ReadExtensions(text), "html"),
        IsOfFiles = true,
        OtherNames = ["default-extensions", "pretty-urls", "clean-urls", "extension"],
    };

    public static readonly Setting NotFound = new()
    {
        Name = "not-found",
        Group = SettingGroup.Files,
        ValueName = "FILE",
        Description = "The page of the served folder that is sent for what is not there, such as 404.html.",
        Form = ValueForm.ReadBy(static text => Site.ReadPage(text)),
        IsOfFiles = true,
        OtherNames = ["404", "page404", "error-page"],
    };

    public static readonly Setting NoListing = Setting.Switch(
        "no-listing", SettingGroup.Files, "Show no page of what is in a folder.", "disable-indexing", "no-index", "no-browse");

    public static readonly Setting Hidden = Setting.Switch(
        "hidden",
        SettingGroup.Files,
        "Serve and list dotfiles and what editors leave behind, too.",
        "include-hidden",
        "dotfiles",
        "show-hidden");

    public static readonly Setting FollowSymlinks = Setting.Switch(
        "follow-symlinks", SettingGroup.Files, "Follow links that stay inside the served folder.", "symlinks", "allow-symlink");

    public static readonly Setting Upload = new()
    {
        Name = "upload",
        Group = SettingGroup.Files,
        ValueName = "FOLDER",
        Description = "Take files, everywhere or below this folder of the served one: with PUT, with forms, and on the page of a folder.",
        Implied = ".",
        Form = ValueForm.ReadBy(static text => Site.ReadUploadFolder(text)),
        IsOfFiles = true,
        OtherNames = ["upload-files", "allow-upload", "u", "write"],
    };

    public static readonly Setting UploadExists = new()
    {
        Name = "upload-exists",
        Group = SettingGroup.Files,
        ValueName = "refuse|replace|number",
        Description = "What becomes of an upload whose name is taken: it is refused, takes the other's place, or gets a number.",
        Default = "refuse",
        Form = ValueForm.OneOf("refuse", "replace", "number"),
        IsOfFiles = true,
        OtherNames = ["on-duplicate-files", "overwrite", "overwrite-files"],
    };

    public static readonly Setting MaxUpload = new()
    {
        Name = "max-upload",
        Group = SettingGroup.Limits,
        ValueName = "BYTES",
        Description = "The largest file that is taken, such as 100M or 4G.",
        Default = "1G",
        Form = ValueForm.Bytes,
        IsOfFiles = true,
        OtherNames = ["max-upload-size", "max-file-size"],
    };

    public static readonly Setting Zip = Setting.Switch(
        "zip",
        SettingGroup.Files,
        "Send a folder with all that is in it as one file, to who asks for /folder/?zip or /folder/?tar.gz.",
        "enable-zip",
        "enable-tar-gz",
        "allow-archive",
        "archive");

    public static readonly Setting Watch = Setting.Switch(
        "watch",
        SettingGroup.Files,
        "Have the pages that are open taken anew when something in the folder changes.",
        "live-reload",
        "reload",
        "live",
        "hot-reload");

    public static readonly Setting Metrics = new()
    {
        Name = "metrics",
        Group = SettingGroup.Watching,
        ValueName = "PATH|ADDRESS",
        Description = "Show counters and times for Prometheus at a path, /metrics unless given, or at an address of its own, such as "
            + "127.0.0.1:9090.",
        Implied = "/metrics",
        Form = ValueForm.ReadBy(static text => Answers.ReadPathOrAddress(text)),
        IsOfFiles = true,
        OtherNames = ["prometheus", "stats"],
    };

    public static readonly Setting Cache = new()
    {
        Name = "cache",
        Group = SettingGroup.Answers,
        ValueName = "SECONDS|off",
        Description = "How long clients may use a copy without asking; off to keep none. Unless given they ask each time, and "
            + "get a new one only if it has changed. With seconds, names that hold a hash of the content may be kept for a year.",
        Form = ValueForm.NumberOr("off", 0, YearSeconds),
        IsOfFiles = true,
        OtherNames = ["cache-control", "max-age", "cache-time"],
    };

    public static readonly Setting Cors = new()
    {
        Name = "cors",
        Group = SettingGroup.Answers,
        ValueName = "ORIGIN",
        Description = "Let pages of every other origin, or of this one, read what is served; may be given more than once.",
        Implied = "*",
        Form = ValueForm.ReadBy(static text => Answers.ReadOrigin(text)),
        IsRepeatable = true,
        IsOfFiles = true,
        OtherNames = ["enable-cors", "allow-origin"],
    };

    public static readonly Setting Header = new()
    {
        Name = "header",
        ShortName = "H",
        Group = SettingGroup.Answers,
        ValueName = "'NAME: VALUE'",
        Description = "A field to add to every answer, in place of one of that name; may be given more than once.",
        Form = ValueForm.ReadBy(static text => AddedField.Parse(text)),
        IsRepeatable = true,
        IsOfFiles = true,
        OtherNames = ["headers", "add-header"],
    };

    public static readonly Setting NoCompress = Setting.Switch(
        "no-compress",
        SettingGroup.Answers,
        "Compress nothing. Else text of 1 KiB and more is, and a file.br, file.zst or file.gz is sent in place of its file.",
        "no-compression",
        "no-gzip");

    public static readonly Setting Auth = new()
    {
        Name = "auth",
        Group = SettingGroup.Access,
        ValueName = "RULE",
        Description = "Who may do what, as user:password@/path:rw; may be given more than once. Without a path it is for all of "
            + "them; :r is to read, and @/path:r is for everybody. What no rule allows is closed. A password may be a hash from "
            + "'linnet hash'.",
        Form = ValueForm.ReadBy(static text => AccessRule.Parse(text)),
        IsRepeatable = true,
        IsOfFiles = true,
        Hide = AccessRule.Hide,
        OtherNames = ["user", "basic-auth", "password", "username"],
    };

    public static readonly Setting AuthFile = new()
    {
        Name = "auth-file",
        Group = SettingGroup.Access,
        ValueName = "FILE",
        Description = "A file with a rule of --auth on each line; others see what is on a command line.",
        Form = ValueForm.File,
        IsOfFiles = true,
        OtherNames = ["htpasswd", "users"],
    };

    public static readonly Setting InsecureAuth = Setting.Switch(
        "insecure-auth", SettingGroup.Access, "Take passwords without TLS from other machines, too: everybody on the way reads them.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Index, Spa, Extensions, NotFound, NoListing, Hidden, FollowSymlinks, Upload, UploadExists, Zip, Watch,
        Cache, Cors, Header, NoCompress,
        Auth, AuthFile, InsecureAuth,
        MaxUpload, Metrics,
    ];
}
