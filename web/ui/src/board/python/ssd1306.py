"""An OLED screen with the interface of MicroPython's ssd1306 driver; `framebuf` draws, the page shows."""

import _bridge
import framebuf


class SSD1306(framebuf.FrameBuffer):
    def __init__(self, width, height, external_vcc=False):
        self.width, self.height = width, height
        self.buffer = bytearray(width * height // 8)
        super().__init__(self.buffer, width, height, framebuf.MONO_VLSB)
        _bridge.use_screen(width, height)
        self.show()

    def show(self):
        _bridge.screen(self.buffer.hex())

    def poweroff(self):
        _bridge.screen(bytes(len(self.buffer)).hex())

    def poweron(self):
        self.show()

    def contrast(self, contrast):
        pass

    def invert(self, invert):
        pass


class SSD1306_I2C(SSD1306):
    def __init__(self, width, height, i2c, addr=0x3C, external_vcc=False):
        super().__init__(width, height, external_vcc)
