/** Resolves when `condition` holds; fails with `what` if it does not in time. */
export async function until(condition, what = condition.toString(), ms = 20_000) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The next event, or that which fulfils the condition. */
export function next(emitter, name, fits = () => true, ms = 20_000) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No ${name} within ${ms} ms`)), ms);
    const stop = emitter.on(name, (value) => {
      if (!fits(value)) return;
      clearTimeout(timer);
      stop();
      resolve(value);
    });
  });
}
