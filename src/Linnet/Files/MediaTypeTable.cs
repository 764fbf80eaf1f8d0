// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>
/// Media types and the extensions they are guessed from: data, one type per line. Registered names (IANA)
/// where there are any, what nginx and mime-db say where there are none. A word with a slash in front is a
/// whole file name.
/// </summary>
/// <remarks>
/// Every text type is sent with <c>charset=utf-8</c>. Others declare their encoding themselves (XML, HTML in
/// it, JSON by RFC 8259 §8.1). Program source is plain text, so that a browser shows it: no type for it is
/// registered that they know.
/// </remarks>
internal static class MediaTypeTable
{
    public const string Lines = """
        text/html                                html htm xhtm shtml
        text/css                                 css
        text/javascript                          js mjs cjs
        text/plain                               txt text log conf ini cfg properties diff patch
        text/plain                               c h cc cpp cxx hh hpp m mm cs fs fsi fsx vb java kt kts
        text/plain                               scala groovy gradle
        text/plain                               go rs swift py pyi rb pl pm php lua r jl dart ex exs erl hrl
        text/plain                               hs elm ml mli clj
        text/plain                               sh bash zsh fish ps1 psm1 bat cmd sql asm s nim zig v sv vhd
        text/plain                               tex bib lisp el
        text/plain                               jsx tsx vue svelte scss sass less styl proto cmake mk
        text/plain                               csproj fsproj vbproj sln slnx props targets lock
        text/plain                               /readme /license /licence /copying /notice /authors
        text/plain                               /contributors /changelog
        text/plain                               /changes /news /todo /install /makefile /dockerfile /gemfile
        text/plain                               /rakefile
        text/markdown                            md markdown mdown
        text/csv                                 csv
        text/tab-separated-values                tsv
        text/calendar                            ics ifb
        text/vcard                               vcf vcard
        text/vtt                                 vtt
        text/x-rst                               rst
        text/x-asciidoc                          adoc asciidoc
        text/x-opml                              opml
        text/troff                               man me ms roff tr
        application/toml                         toml
        application/yaml                         yaml yml
        application/json                         json map
        application/json5                        json5
        application/jsonl                        jsonl ndjson
        application/ld+json                      jsonld
        application/geo+json                     geojson
        application/manifest+json                webmanifest
        application/xml                          xml xsd xsl rng
        application/xslt+xml                     xslt
        application/xhtml+xml                    xhtml xht
        application/atom+xml                     atom
        application/rss+xml                      rss
        application/rdf+xml                      rdf owl
        application/mathml+xml                   mathml
        application/gpx+xml                      gpx
        application/vnd.google-earth.kml+xml     kml
        application/vnd.google-earth.kmz         kmz
        application/wasm                         wasm
        application/pdf                          pdf
        application/rtf                          rtf
        application/postscript                   ps eps ai
        application/epub+zip                     epub
        application/vnd.amazon.ebook             azw
        application/x-mobipocket-ebook           mobi prc
        application/msword                       doc dot
        application/vnd.ms-excel                 xls xlt xla
        application/vnd.ms-powerpoint            ppt pps pot
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
        application/vnd.openxmlformats-officedocument.wordprocessingml.template dotx
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
        application/vnd.openxmlformats-officedocument.spreadsheetml.template xltx
        application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
        application/vnd.openxmlformats-officedocument.presentationml.slideshow ppsx
        application/vnd.oasis.opendocument.text  odt
        application/vnd.oasis.opendocument.spreadsheet ods
        application/vnd.oasis.opendocument.presentation odp
        application/vnd.oasis.opendocument.graphics odg
        application/vnd.oasis.opendocument.formula odf
        application/vnd.visio                    vsd
        application/vnd.ms-fontobject            eot
        application/zip                          zip
        application/gzip                         gz tgz
        application/zstd                         zst
        application/x-bzip2                      bz2 tbz2
        application/x-xz                         xz txz
        application/x-lzma                       lzma
        application/x-tar                        tar
        application/x-7z-compressed              7z
        application/vnd.rar                      rar
        application/java-archive                 jar war ear
        application/vnd.android.package-archive  apk
        application/vnd.debian.binary-package    deb
        application/x-rpm                        rpm
        application/x-apple-diskimage            dmg
        application/x-iso9660-image              iso
        application/x-msi                        msi
        application/vnd.microsoft.portable-executable exe dll
        application/x-bittorrent                 torrent
        application/vnd.sqlite3                  sqlite sqlite3 db3
        application/vnd.apache.parquet           parquet
        application/x-ipynb+json                 ipynb
        application/pgp-keys                     pgp
        application/pgp-signature                sig
        application/x-x509-ca-cert               der crt cer
        application/x-pem-file                   pem
        application/pkcs8                        p8
        application/pkcs10                       p10 csr
        application/x-pkcs12                     p12 pfx
        application/mbox                         mbox
        application/ogg                          ogx
        application/vnd.apple.mpegurl            m3u8
        application/dash+xml                     mpd
        application/smil+xml                     smil
        application/ttml+xml                     ttml
        application/x-subrip                     srt
        application/x-shockwave-flash            swf
        application/octet-stream                 bin dat so dylib img pak pck
        message/rfc822                           eml mht mhtml
        audio/mpeg                               mp3 mp2 mpga
        audio/mp4                                m4a
        audio/aac                                aac
        audio/ogg                                ogg oga opus spx
        audio/flac                               flac
        audio/wav                                wav
        audio/webm                               weba
        audio/midi                               mid midi kar
        audio/amr                                amr
        audio/aiff                               aif aiff aifc
        audio/basic                              au snd
        audio/x-ms-wma                           wma
        audio/x-matroska                         mka
        audio/x-mpegurl                          m3u
        audio/x-scpls                            pls
        image/png                                png
        image/apng                               apng
        image/jpeg                               jpg jpeg jpe jfif
        image/gif                                gif
        image/webp                               webp
        image/avif                               avif
        image/jxl                                jxl
        image/heic                               heic
        image/heif                               heif
        image/svg+xml                            svg
        image/vnd.microsoft.icon                 ico cur
        image/bmp                                bmp
        image/tiff                               tif tiff
        image/jp2                                jp2 jpg2
        image/vnd.adobe.photoshop                psd
        image/vnd.djvu                           djvu djv
        image/vnd.dxf                            dxf
        image/x-xcf                              xcf
        image/x-portable-bitmap                  pbm
        image/x-portable-graymap                 pgm
        image/x-portable-pixmap                  ppm
        image/x-xpixmap                          xpm
        image/ktx2                               ktx2
        font/woff2                               woff2
        font/woff                                woff
        font/ttf                                 ttf
        font/otf                                 otf
        font/collection                          ttc
        model/gltf+json                          gltf
        model/gltf-binary                        glb
        model/obj                                obj
        model/mtl                                mtl
        model/stl                                stl
        model/3mf                                3mf
        model/vnd.usdz+zip                       usdz
        model/step                               step stp
        video/mp4                                mp4 m4v mp4v
        video/mpeg                               mpeg mpg mpe
        video/webm                               webm
        video/ogg                                ogv
        video/quicktime                          mov qt
        video/mp2t                               ts m2ts mts
        video/x-matroska                         mkv
        video/x-msvideo                          avi
        video/x-flv                              flv
        video/x-ms-wmv                           wmv
        video/3gpp                               3gp
        video/3gpp2                              3g2
        video/iso.segment                        m4s
        """;
}
