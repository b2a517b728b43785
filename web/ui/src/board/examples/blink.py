# pt: Pisca o LED da placa, para sempre. Mude os tempos e rode de novo.
# en: Blinks the LED on the board, for ever. Change the times and run it again.
from machine import Pin
import time

led = Pin(2, Pin.OUT)

while True:
    led.on()
    print("on")
    time.sleep(0.5)
    led.off()
    print("off")
    time.sleep(0.5)
