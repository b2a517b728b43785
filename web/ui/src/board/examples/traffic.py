# pt: Semáforo: verde, amarelo, vermelho. O botão de pedestre encurta o verde.
# en: Traffic light: green, yellow, red. The pedestrian's button shortens green.
from machine import Pin
import time

red, yellow, green = Pin(12, Pin.OUT), Pin(13, Pin.OUT), Pin(14, Pin.OUT)
button = Pin(25, Pin.IN, Pin.PULL_UP)


def show(lit, name, seconds):
    for led in (red, yellow, green):
        led.value(led is lit)
    print(name)
    # pt: Espera em pedaços curtos, para ver o botão.
    # en: Waits in short pieces, to see the button.
    for _ in range(int(seconds * 20)):
        time.sleep_ms(50)
        if lit is green and button.value() == 0:
            print("pedestrian")
            return


while True:
    show(green, "green", 5)
    show(yellow, "yellow", 1)
    show(red, "red", 4)
