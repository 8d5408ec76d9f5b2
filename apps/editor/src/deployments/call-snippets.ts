export type SnippetLanguage = 'curl' | 'TypeScript' | 'Python';
export const snippetLanguages: readonly SnippetLanguage[] = ['curl', 'TypeScript', 'Python'];

/** What calls a deployment from elsewhere. The token is left to the reader's environment: it is a secret. */
export function callSnippet(language: SnippetLanguage, origin: string, name: string): string {
  const address = `${origin}/api/deployments/${encodeURIComponent(name)}/predict`;
  switch (language) {
    case 'curl':
      return `curl ${address} \\
  -H "Authorization: Bearer $MILLRACE_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{"inputs": ["Your text"]}'`;
    case 'TypeScript':
      return `const response = await fetch('${address}', {
  method: 'POST',
  headers: {
    authorization: \`Bearer \${process.env.MILLRACE_TOKEN}\`,
    'content-type': 'application/json',
  },
  body: JSON.stringify({ inputs: ['Your text'] }),
});
if (!response.ok) throw new Error(await response.text());
const { predictions } = await response.json();
console.log(predictions[0].label, predictions[0].score);`;
    case 'Python':
      return `import json, os, urllib.request

request = urllib.request.Request(
    '${address}',
    data=json.dumps({'inputs': ['Your text']}).encode(),
    headers={
        'Authorization': 'Bearer ' + os.environ['MILLRACE_TOKEN'],
        'Content-Type': 'application/json',
    },
)
with urllib.request.urlopen(request) as response:
    [prediction] = json.load(response)['predictions']
print(prediction['label'], prediction['score'])`;
    default:
      return language satisfies never;
  }
}
