// Reads documents, each after its length in 4 bytes, and writes a line for each: the string under "text" in hexadecimal
// digits, the number under "seq", and the string as the sketches write it. Each lies in memory of just its size.
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "lab_json.h"

static void writeHex(const char *text) {
  for (; *text; text++) std::printf("%02x", static_cast<unsigned char>(*text));
}

int main() {
  unsigned char head[4];
  while (std::fread(head, 1, 4, stdin) == 4) {
    const size_t length = head[0] + (head[1] << 8) + (static_cast<size_t>(head[2]) << 16);
    const std::unique_ptr<char[]> document(new char[length]);
    if (length > 0 && std::fread(document.get(), 1, length, stdin) != length) return 1;
    char text[200] = "", quoted[1400] = "";
    uint64_t seq = 0;
    jsonString(document.get(), length, "text", text, sizeof text);
    jsonWhole(document.get(), length, "seq", &seq);
    jsonQuote(text, quoted, sizeof quoted);
    writeHex(text);
    std::printf("\t%llu\t", static_cast<unsigned long long>(seq));
    writeHex(quoted);
    std::printf("\n");
  }
}
