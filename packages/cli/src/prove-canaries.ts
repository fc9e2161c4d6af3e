// A deliberately leaky program: 14 ways in which something could leave, each to a port of its own.

/** An address that belongs to nobody (RFC 5737); in the namespace it leads nowhere. */
export const CANARY_HOST = "203.0.113.7";

const FIRST_PORT = 9100;
const at = (index: number) => `${CANARY_HOST}:${FIRST_PORT + index}`;

/** All ways, in the order of their ports. */
export const CANARY_NAMES = [
	"fetch",
	"XMLHttpRequest",
	"WebSocket",
	"beacon",
	"EventSource",
	"img",
	"CSS url",
	"font-face",
	"preconnect",
	"WebRTC STUN",
	"form navigation",
	"importScripts",
	"dgram",
	"child-process curl",
] as const;

/** The port that one way leaks to. */
export function portOf(index: number): number {
	return FIRST_PORT + index;
}

/** A page with the ways of a browser. */
export const CANARY_PAGE: string = `<!doctype html><link rel=preconnect href="http://${at(8)}">
<style>@font-face{font-family:f;src:url(http://${at(7)}/f)}#c{background:url(http://${at(6)}/c)}p{font-family:f}</style>
<p id=c>text</p><img src="http://${at(5)}/i"><iframe name=x></iframe>
<form id=g target=x action="http://${at(10)}/g"><input name=a value=b></form><script>
fetch("http://${at(0)}/f",{mode:"no-cors"}).catch(()=>{});
const q=new XMLHttpRequest();q.open("GET","http://${at(1)}/x");q.send();
new WebSocket("ws://${at(2)}/w");navigator.sendBeacon("http://${at(3)}/b","x");new EventSource("http://${at(4)}/e");
const p=new RTCPeerConnection({iceServers:[{urls:"stun:${at(9)}"}]});
p.createDataChannel("d");p.createOffer().then((o)=>p.setLocalDescription(o));
document.getElementById("g").submit();
new Worker(URL.createObjectURL(new Blob(['importScripts("http://${at(11)}/s.js")'])));
</script>`;

/** A program for `node -e` with the ways of Node. */
export const CANARY_PROGRAM: string = `const {spawnSync}=require("node:child_process");
require("node:dgram").createSocket("udp4").send("x",${portOf(12)},"${CANARY_HOST}",function(){this.close?.();process.exit()});
spawnSync("curl",["-s","-m","3","http://${at(13)}/"]);`;
