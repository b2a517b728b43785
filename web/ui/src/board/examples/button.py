# pt: O botão acende o LED: com PULL_UP, o pino lê 0 enquanto o botão está apertado.
# en: The button lights the LED: with PULL_UP the pin reads 0 while the button is pressed.
from machine import Pin
import time

led = Pin(12, Pin.OUT)
button = Pin(25, Pin.IN, Pin.PULL_UP)
presses = 0


def on_press(pin):
    global presses
    presses += 1
    print("presses:", presses)


# pt: Chamada quando o pino passa de 1 para 0.
# en: Called when the pin goes from 1 to 0.
button.irq(on_press, Pin.IRQ_FALLING)

while True:
    led.value(not button.value())
    time.sleep_ms(20)
