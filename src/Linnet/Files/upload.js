"use strict";
(() => {
  const one = selector => document.querySelector(selector);
  const form = one("#upload"), input = form.querySelector("input"), list = one("#sent"), said = one("#said");
  const longestPiece = 64 * 1024 * 1024, patience = 12, longestWait = 30000;
  const waiting = [];
  let working = false, failed = 0, done = 0;

  const sizes = ["B", "kB", "MB", "GB", "TB"];
  const size = bytes => {
    let unit = 0;
    while (bytes >= 1000 ? sizes.length - 1 > unit : false) { bytes /= 1000; unit++; }
    return `${unit ? bytes.toFixed(1) : bytes} ${sizes[unit]}`;
  };

  // What goes on after the page was closed is known by these three, as far as a page is told.
  const keyOf = file => `upload ${location.pathname} ${file.name} ${file.size} ${file.lastModified}`;
  const remember = (file, address) => { try { localStorage.setItem(keyOf(file), address); } catch { return; } };
  const recall = file => { try { return localStorage.getItem(keyOf(file)); } catch { return null; } };
  const forget = file => { try { localStorage.removeItem(keyOf(file)); } catch { return; } };

  // A request that tells how much of it has gone; nothing of what it sends is kept in memory.
  const ask = (item, method, address, fields, body) => new Promise(resolve => {
    const request = item.request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader("Accept", "application/json");
    for (const [name, value] of Object.entries(fields)) request.setRequestHeader(name, value);
    request.upload.onprogress = event => item.show(item.offset + event.loaded);
    request.onloadend = () => resolve(request);
    request.send(body);
  });
  const isGood = answer => Math.floor(answer.status / 100) === 2;
  const offsetOf = answer => Number(answer.getResponseHeader("Upload-Offset"));
  const pieceIn = answer => {
    const limit = /max-append-size=(\d+)/.exec(answer.getResponseHeader("Upload-Limit"));
    return limit ? Math.min(longestPiece, Number(limit[1])) : longestPiece;
  };
  const reasonOf = answer => {
    try { return JSON.parse(answer.responseText).error; } catch { return `The server answered ${answer.status}.`; }
  };

  // Relative to the folder, so that it works behind a proxy that adds or removes a prefix.
  const addressIn = answer => `./${answer.getResponseHeader("Location").split("/").pop()}`;
  const begin = async item => {
    const answer = await ask(item, "POST", `./?name=${encodeURIComponent(item.file.name)}`,
      { "Upload-Complete": "?0", "Upload-Length": item.file.size }, null);
    if (answer.status === 201) {
      item.address = addressIn(answer);
      item.piece = pieceIn(answer);
      item.offset = 0;
      remember(item.file, item.address);
    }
    return answer;
  };
  const look = async item => {
    const answer = await ask(item, "HEAD", item.address, {}, null);
    if (answer.status === 204) {
      item.offset = offsetOf(answer);
      item.isDone = answer.getResponseHeader("Upload-Complete") === "?1";
      item.piece = pieceIn(answer);
    } else if (answer.status === 404) {
      // Forgotten there: from the beginning.
      forget(item.file);
      item.address = null;
      item.offset = null;
    }
    return answer;
  };
  const append = async item => {
    const end = Math.min(item.file.size, item.offset + item.piece);
    const answer = await ask(item, "PATCH", item.address, {
      "Content-Type": "application/partial-upload",
      "Upload-Offset": item.offset,
      "Upload-Complete": end === item.file.size ? "?1" : "?0",
    }, item.file.slice(item.offset, end));
    if (isGood(answer)) {
      item.isDone = end === item.file.size;
      item.offset = end;
    } else {
      item.isLost = true;
    }
    return answer;
  };

  // A line that is cut, a server that is busy, an upload that another request still writes to, or that stands elsewhere.
  const passing = answer => answer.status === 0 || answer.status === 503 || (answer.status === 409
    ? answer.getResponseHeader("Retry-After") !== null || answer.getResponseHeader("Upload-Offset") !== null
    : false);
  const pause = (item, milliseconds) => new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    item.wake = () => { clearTimeout(timer); resolve(); };
    addEventListener("online", item.wake, { once: true });
  });

  const send = async item => {
    let failures = 0, furthest = -1;
    item.address = recall(item.file);
    item.isLost = item.address !== null;
    while (!item.isCancelled) {
      const answer = await (item.address === null ? begin(item) : item.isLost ? look(item) : append(item));
      if (item.isCancelled) return;
      if (isGood(answer)) {
        item.isLost = false;
        item.show(item.offset);
        if (item.isDone) return;
        if (item.offset > furthest) { failures = 0; furthest = item.offset; }
      } else if (answer.status === 404 ? item.address === null && item.offset === null : false) {
        item.offset = undefined;
      } else if (passing(answer) ? patience >= ++failures : false) {
        item.isLost = item.address !== null;
        item.tell("Interrupted; trying again");
        await pause(item, Math.min(longestWait, 500 * 2 ** failures));
      } else {
        throw new Error(reasonOf(answer));
      }
    }
  };

  const row = file => {
    const line = document.createElement("li"), name = document.createElement("bdi"), state = document.createElement("span");
    const bar = document.createElement("progress"), button = document.createElement("button");
    name.textContent = file.name;
    state.textContent = "Waiting";
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Progress of ${file.name}`);
    button.type = "button";
    button.textContent = "Cancel";
    button.setAttribute("aria-label", `Cancel ${file.name}`);
    line.append(name, state, button, bar);
    list.append(line);
    const item = { file, offset: 0, isCancelled: false };
    item.show = bytes => {
      bar.value = Math.min(bytes, file.size);
      state.textContent = `${size(Math.min(bytes, file.size))} of ${size(file.size)}`;
    };
    item.tell = (text, isBad) => { state.textContent = text; state.className = isBad ? "bad" : ""; };
    item.end = () => { button.hidden = true; bar.hidden = true; };
    item.again = () => {
      button.textContent = "Try again";
      button.setAttribute("aria-label", `Try again: ${file.name}`);
      bar.hidden = true;
      button.onclick = () => { line.remove(); failed--; add([file]); };
    };
    button.onclick = () => {
      item.isCancelled = true;
      item.request?.abort();
      item.wake?.();
      if (item.address) fetch(item.address, { method: "DELETE" }).catch(() => null);
      forget(file);
      item.tell("Cancelled");
      item.end();
    };
    return item;
  };

  const work = async () => {
    if (working) return;
    working = true;
    for (let item; (item = waiting.shift());) {
      if (item.isCancelled) continue;
      try {
        item.show(0);
        await send(item);
        if (item.isCancelled) continue;
        forget(item.file);
        item.show(item.file.size);
        item.tell("Uploaded");
        item.end();
        done++;
      } catch (failure) {
        failed++;
        forget(item.file);
        item.tell(failure.message, true);
        item.again();
      }
      said.textContent = `${done} uploaded${failed ? `, ${failed} failed` : ""}`;
    }
    working = false;
    if (done ? !failed : false) location.reload();
  };
  const add = files => {
    for (const file of files) waiting.push(row(file));
    work();
  };

  // A browser would ask twice, and lose what goes on.
  addEventListener("beforeunload", event => { if (working) event.preventDefault(); });
  addEventListener("dragover", event => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", event => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
  addEventListener("drop", event => {
    document.body.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  form.addEventListener("submit", event => event.preventDefault());
  input.addEventListener("change", () => { add([...input.files]); input.value = ""; });
  form.querySelector("button").hidden = true;
  form.querySelector("label").textContent = "Drop files here, or choose them";
})();
