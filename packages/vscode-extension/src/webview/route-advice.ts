/** What the route chip says about words that need more than the model of this computer. */
export const routeAdvice =
	"A larger model takes a service. This extension asks none and draws as well as it can here; the command “musa generate --final” asks one that you set up, after you agreed to what is sent.";
