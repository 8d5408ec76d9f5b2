/** The command that calls a deployment from a shell. The token is left to the reader's environment: it is a secret. */
export function curlCommand(origin: string, name: string): string {
  return [
    `curl ${origin}/api/deployments/${encodeURIComponent(name)}/predict`,
    `-H "Authorization: Bearer $MILLRACE_TOKEN"`,
    `-H 'Content-Type: application/json'`,
    `-d '{"inputs": "Your text"}'`,
  ].join(' \\\n  ');
}
