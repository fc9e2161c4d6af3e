/** Gives the page its look: a policy that forbids <style> lets constructed sheets through. */
export function adoptStyles(rules: string): void {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(rules);
	document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
