import { expect, test } from "vitest";
import { run, TestMail } from "./load";

/** What a main coroutine prints, in words. */
async function words(main: string, mail = new TestMail()): Promise<string[]> {
  const { printed, traceback } = await run(`import asyncio\n${main}\nasyncio.run(main())\n`, mail);
  expect(traceback).toBe("");
  return printed.trim().split(/\s+/);
}

test("tasks take turns while others sleep, and end with the main one", async () => {
  const printed = await words(`
ticks = []
async def tick(name, ms):
    while True:
        print(name)
        ticks.append(name)
        await asyncio.sleep_ms(ms)
async def main():
    asyncio.create_task(tick("a", 40))
    asyncio.create_task(tick("b", 60))
    while ticks.count("a") < 2 or ticks.count("b") < 2:
        await asyncio.sleep_ms(10)
    print("end")`);
  expect(printed.slice(0, 2)).toEqual(["a", "b"]);
  expect(printed.at(-1)).toBe("end");
});

test("a task is awaited with its value or its error, and gather waits for all", async () => {
  const printed = await words(`
async def double(n):
    await asyncio.sleep_ms(10 * n)
    return 2 * n
async def fail():
    raise ValueError("bad")
async def main():
    print(await asyncio.gather(double(2), double(1)), await double(3), await asyncio.create_task(double(4)))
    try:
        await asyncio.create_task(fail())
    except ValueError as error:
        print(error)`);
  expect(printed).toEqual(["[4,", "2]", "6", "8", "bad"]);
});

test("what takes too long is cancelled", async () => {
  const printed = await words(`
async def slow():
    try:
        await asyncio.sleep(5)
    finally:
        print("cleaned")
async def main():
    try:
        await asyncio.wait_for(slow(), 0.03)
    except asyncio.TimeoutError:
        print("late")
    await asyncio.sleep_ms(10)`);
  expect(printed.sort()).toEqual(["cleaned", "late"]);
});

test("a handler of a pin wakes a task", async () => {
  const mail = new TestMail().after(200, { t: "pressed", pin: 25, pressed: true });
  const printed = await words(
    `
from machine import Pin
flag = asyncio.ThreadSafeFlag()
Pin(25, Pin.IN, Pin.PULL_UP).irq(lambda pin: flag.set(), Pin.IRQ_FALLING)
async def main():
    await flag.wait()
    print("pressed")`,
    mail,
  );
  expect(printed).toEqual(["pressed"]);
});

test("a lock lets one in at a time", async () => {
  const printed = await words(`
lock = asyncio.Lock()
async def enter(name):
    async with lock:
        print(name)
        await asyncio.sleep_ms(20)
        print(name)
async def main():
    await asyncio.gather(enter("a"), enter("b"))`);
  expect(printed).toEqual(["a", "a", "b", "b"]);
});

test("the error of a task that nobody awaits is printed, and of the main one it ends the program", async () => {
  const { printed, traceback } = await run(
    'import asyncio\nasync def f():\n  raise ValueError("alone")\nasync def main():\n  asyncio.create_task(f())\n  await asyncio.sleep_ms(20)\n  1 / 0\nasyncio.run(main())\n',
  );
  expect(printed).toContain("ValueError: alone");
  expect(traceback).toContain('File "main.py", line 7, in main');
});
