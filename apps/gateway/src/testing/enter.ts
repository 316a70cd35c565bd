import type { TestGateway } from './start-test-gateway.ts';

/** Sends a form of the door, as a browser does; the cookie that it gives. */
export async function enter(
  gateway: Pick<TestGateway, 'url'>,
  form: Readonly<Record<string, string>>,
  path: '/sign-in' | '/sign-up' = '/sign-in',
): Promise<string> {
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      origin: gateway.url,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  });
  const [cookie] = response.headers.getSetCookie();
  if (response.status !== 303 || cookie === undefined) {
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  }
  return cookie.split(';')[0] ?? '';
}
