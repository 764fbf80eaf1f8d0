// Put into pages by linnet serve --watch: takes them anew when what they are made of changes.
(() => {
  const address = new URL(document.currentScript.src);
  address.pathname = address.pathname.replace(/\.js$/, "");
  let version;
  let source;

  const listen = () => {
    source = new EventSource(address);
    source.addEventListener("version", event => {
      if (version && version !== event.data) location.reload();
      version = event.data;
    });
    source.addEventListener("style", () => {
      for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
        const sheet = new URL(link.href);
        if (sheet.origin !== location.origin) continue;
        sheet.searchParams.set("linnet", Date.now());
        link.href = sheet;
      }
    });
  };

  // A browser has six connections to a server: a page that nobody looks at needs none of them.
  document.addEventListener("visibilitychange", () => document.hidden ? source.close() : listen());
  if (!document.hidden) listen(); else source = { close() {} };
})();
