#!/usr/bin/env python3
"""Opens the page that `factloom view` writes in a browser, clicks through it and compares what it shows with the graph.

    apt install chromium
    tests/readers/page.py target/release/factloom GRAPH.loom|SCRIPT.cypher|ARTICLE.txt [SCREENSHOT.png]

Where there is no browser, that is said and nothing is checked; --all makes it a failure.
"""
import base64, json, os, re, shutil, subprocess, sys, tempfile, time

path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
if not path:
    print("skipped: the page is not opened, for want of chromium")
    sys.exit("--all" in sys.argv)
wanted = [argument for argument in sys.argv[1:] if argument != "--all"]
program, graph = os.path.abspath(wanted[0]), os.path.abspath(wanted[1])
folder = tempfile.mkdtemp()

def run(*arguments):
    return subprocess.run([program, *arguments], check=True, capture_output=True).stdout

class Browser:
    """A browser without a window, spoken to through a pipe: a JSON message and a zero byte each way."""
    def __init__(self):
        (theirs, ours), (back, their_back) = os.pipe(), os.pipe()
        def to_three_and_four():
            os.dup2(theirs, 30), os.dup2(their_back, 31), os.dup2(30, 3), os.dup2(31, 4)
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,900", "--remote-debugging-pipe",
                   f"--user-data-dir={folder}/profile", "about:blank"]
        self.process = subprocess.Popen([path, *options], preexec_fn=to_three_and_four, close_fds=False,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs), os.close(their_back)
        self.out, self.into, self.number, self.session, self.events = os.fdopen(ours, "wb"), os.fdopen(back, "rb"), 0, None, []
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.do(domain + ".enable")

    def message(self):
        data = b""
        while not data.endswith(b"\0"):
            byte = self.into.read(1)
            if not byte:
                sys.exit("the browser ended")
            data += byte
        return json.loads(data[:-1])

    def do(self, method, **parameters):
        self.number += 1
        order = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            order["sessionId"] = self.session
        self.out.write(json.dumps(order).encode() + b"\0")
        self.out.flush()
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def tell(self, expression):
        """What an expression, or a promise, is in the page."""
        result = self.do("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            sys.exit(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def click(self, selector):
        """Presses the mouse in the middle of an element."""
        x, y = self.tell(f"(() => {{ const box = document.querySelector({json.dumps(selector)}); box.scrollIntoView();"
                         "const at = box.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2]; })()")
        for kind in ("mousePressed", "mouseReleased"):
            self.do("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def settle(self):
        self.tell("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def problems(self):
        """What the page said that it should not have."""
        bad = [e["params"] for e in self.events if e.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")]
        return [json.dumps(b)[:200] for b in bad]

if not graph.endswith(".loom"):
    made = os.path.join(folder, "made.loom")
    run("import", made, graph) if graph.endswith(".cypher") else run("build", graph, "-o", made)
    graph = made
page = os.path.join(folder, "page.html")
run("view", graph, "-o", page)
count = lambda query: int(run("query", graph, query, "--format", "tsv").decode().split("\n")[1])
nodes, edges = count("MATCH (n) RETURN count(n)"), count("MATCH ()-[r]->() RETURN count(r)")
numbers = lambda text: [int(number) for number in re.findall(r"\d+", text)]
failed = []

def check(what, good):
    print("good" if good else "BAD ", what)
    if not good:
        failed.append(what)

browser = Browser()
browser.do("Page.navigate", url="file://" + page)
deadline = time.time() + 60
while browser.tell("document.documentElement?.dataset.ready") != "true":
    if time.time() > deadline:
        sys.exit("the page did not get ready")
    time.sleep(0.1)
shown = lambda: browser.tell("document.getElementById('shown').textContent")
panel = lambda selector: browser.tell(f"[...document.querySelectorAll('#panel {selector}')].map((e) => e.textContent)")
data = json.loads(browser.tell("document.getElementById('data').textContent"))
first = shown()
check(f"all is shown: {first}", nodes > 400 or numbers(first) == [nodes, edges])
edge = next((e for e in data["edges"] if e["e"]), data["edges"][0])
name = data["nodes"][edge["s"]]["n"]
browser.click("#search")
browser.do("Input.insertText", text=name.upper())
for kind in ("keyDown", "keyUp"):
    browser.do("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13)
browser.settle()
check(f"a name is found, whatever its case: {panel('h2')}", [t.lower() for t in panel("h2")] == [name.lower()])
near = [e for e in data["edges"] if edge["s"] in (e["s"], e["t"])]
unfolded = shown()
check(f"its {len(near)} facts are listed", len(panel(".fact")) == len(near))
if wanted[2:]:
    with open(wanted[2], "wb") as file:
        file.write(base64.b64decode(browser.do("Page.captureScreenshot")["data"]))
browser.click("#panel .fact")
quotes, marks = panel("blockquote"), panel("mark")
check(f"the sentences behind a fact, words marked: {marks}", not edge["e"] or (quotes and marks and all(marks)))
browser.click("#panel .close")
check("the panel closes", panel("*") == [])
browser.click("#kinds input")
check(f"a type is left out: {shown()}", numbers(shown())[0] < numbers(unfolded)[0])
browser.click("#kinds input")
check("and comes back", shown() == unfolded)
slider = lambda value: browser.tell(f"(() => {{ const s = document.getElementById('confidence'); s.value = {value}; s.dispatchEvent(new Event('input')); }})()")
slider(60)
sure = sum(e["c"] is None or e["c"] >= 0.6 for e in data["edges"])
check(f"only what is sure: {shown()}", nodes > 400 or numbers(shown())[-1] == sure)
slider(0)
browser.click("#table")
rows = browser.tell("document.querySelectorAll('#rows tbody tr').length")
check(f"a table with a row a fact: {rows}", rows == min(2000, numbers(unfolded)[-1]))
browser.click("#table")
themes = [browser.tell("document.documentElement.dataset.theme")]
for _ in range(2):
    browser.click("#theme")
    themes.append(browser.tell("document.documentElement.dataset.theme"))
check(f"light and dark: {themes}", themes[0] == themes[2] != themes[1])
check(f"no errors, no messages: {browser.problems()}", not browser.problems())
browser.do("Browser.close")
browser.process.wait(timeout=20)
print("all good" if not failed else f"failed: {failed}")
sys.exit(bool(failed))
