// The worker of the search, for pages that are read from a disk, and with a mend of lunr.
(() => {
  // lunr names a node of its tree of words by the letters and numbers of the nodes below, without
  // a mark between them: where words have digits, two nodes can get one name, and searches fail.
  function keepApart(scope) {
    scope.lunr.TokenSet.prototype.toString = function () {
      if (this._str) return this._str;
      let name = this.final ? "1" : "0";
      for (const letter of Object.keys(this.edges).sort()) {
        name += `${letter}:${this.edges[letter].id},`;
      }
      return name;
    };
  }

  // A page from a disk (file:) may have no worker. There, a hidden frame does its work: it has a
  // global scope of its own, too.
  class Frame extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      this.scope = frame.contentWindow;
      this.scope.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      const script = this.scope.document.createElement("script");
      this.loaded = new Promise((resolve) => script.addEventListener("load", resolve));
      this.loaded.then(() => keepApart(this.scope));
      script.src = url;
      this.scope.document.body.append(script);
    }

    postMessage(data) {
      // One task each, as in a worker: the index is made before the first question is answered.
      const deliver = () => this.scope.dispatchEvent(new MessageEvent("message", { data }));
      this.loaded.then(() => setTimeout(deliver));
    }
  }

  class Mended extends Worker {
    constructor(url) {
      const script = JSON.stringify(new URL(url, location).href);
      const code = `importScripts(${script}); (${keepApart})(self);`;
      super(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
    }
  }

  window.Worker = location.protocol === "file:" ? Frame : Mended;
})();
