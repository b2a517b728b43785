// Reads and writes the JSON (RFC 8259) that a device of the lab needs: values of an object's first level, and strings.
// Lê e escreve o JSON (RFC 8259) de que um dispositivo do lab precisa: valores do primeiro nível, e textos.
//
// Nothing here takes memory from the heap, and nothing is read beyond `end`.
// Nada aqui usa o heap, e nada é lido além de `end`.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

inline const char *jsonSkipSpace(const char *at, const char *end) {
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) at++;
  return at;
}

// Behind the string that begins at `at`; nullptr when it does not end. / Depois do texto que começa em `at`.
inline const char *jsonStringEnd(const char *at, const char *end) {
  for (at++; at < end; at++) {
    if (*at == '"') return at + 1;
    if (*at == '\\') at++;
  }
  return nullptr;
}

// Behind the value that begins at `at`, whatever it is; nullptr when it does not end. / Depois do valor.
inline const char *jsonValueEnd(const char *at, const char *end) {
  int depth = 0;
  while (at < end) {
    if (*at == '"') {
      at = jsonStringEnd(at, end);
      if (at == nullptr) return nullptr;
      if (depth == 0) return at;
      continue;
    }
    if (*at == '{' || *at == '[') depth++;
    if (*at == '}' || *at == ']') {
      if (depth == 0) return at;  // the end of the object round it: a number or a word ends here
      if (--depth == 0) return at + 1;
    }
    if (depth == 0 && (*at == ',' || *at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) return at;
    at++;
  }
  return nullptr;
}

// The four hexadecimal digits of \uXXXX; -1 when they are none. / Os quatro dígitos de \uXXXX; -1 se não são.
inline int32_t jsonHex(const char *at, const char *end) {
  int32_t code = 0;
  if (end - at < 4) return -1;
  for (int digit = 0; digit < 4; digit++, at++) {
    code *= 16;
    if (*at >= '0' && *at <= '9') code += *at - '0';
    else if (*at >= 'a' && *at <= 'f') code += *at - 'a' + 10;
    else if (*at >= 'A' && *at <= 'F') code += *at - 'A' + 10;
    else return -1;
  }
  return code;
}

// One character as UTF-8 (RFC 3629). Returns its bytes. / Um caractere em UTF-8. Devolve quantos bytes.
inline size_t jsonUtf8(int32_t code, char *into) {
  if (code < 0x80) {
    into[0] = static_cast<char>(code);
    return 1;
  }
  if (code < 0x800) {
    into[0] = static_cast<char>(0xC0 | (code >> 6));
    into[1] = static_cast<char>(0x80 | (code & 0x3F));
    return 2;
  }
  if (code < 0x10000) {
    into[0] = static_cast<char>(0xE0 | (code >> 12));
    into[1] = static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    into[2] = static_cast<char>(0x80 | (code & 0x3F));
    return 3;
  }
  into[0] = static_cast<char>(0xF0 | (code >> 18));
  into[1] = static_cast<char>(0x80 | ((code >> 12) & 0x3F));
  into[2] = static_cast<char>(0x80 | ((code >> 6) & 0x3F));
  into[3] = static_cast<char>(0x80 | (code & 0x3F));
  return 4;
}

// What an escape stands for; `at` is behind the backslash and is moved behind the escape. -1: it is none.
// O que um escape significa; `at` está depois da barra e passa para depois do escape. -1: não é um escape.
inline int32_t jsonEscape(const char *&at, const char *end) {
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  if (at == end || *at == '\0') return -1;
  const char letter = *at++;
  if (const char *found = strchr(letters, letter)) return meanings[found - letters];
  if (letter != 'u') return -1;
  int32_t code = jsonHex(at, end);
  if (code < 0) return -1;
  at += 4;
  if (code >= 0xD800 && code < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {  // the first half of a pair
    const int32_t second = jsonHex(at + 2, end);
    if (second >= 0xDC00 && second < 0xE000) {
      at += 6;
      code = 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00);
    }
  }
  return code;
}

// Copies the string that begins at `at`, without its escapes, ended by a NUL. False when it is no string or does not
// fit; then the beginning that fits is there. / Copia o texto, sem escapes. Falso se não é um texto ou não cabe.
inline bool jsonCopyString(const char *at, const char *end, char *into, size_t size) {
  size_t used = 0;
  into[0] = '\0';
  if (at == nullptr || at >= end || *at != '"') return false;
  for (at++; at < end && *at != '"';) {
    char bytes[4] = {*at};
    size_t count = 1;
    if (*at++ == '\\') {
      const int32_t code = jsonEscape(at, end);
      if (code < 0) return false;
      count = jsonUtf8(code, bytes);
    }
    if (used + count >= size) return false;
    memcpy(into + used, bytes, count);
    used += count;
    into[used] = '\0';
  }
  return at < end;
}

// Where the value of a key of the object begins; nullptr when there is none. / Onde começa o valor de uma chave.
inline const char *jsonValue(const char *json, size_t length, const char *key) {
  const char *end = json + length, *at = jsonSkipSpace(json, end);
  if (at == end || *at != '{') return nullptr;
  at = jsonSkipSpace(at + 1, end);
  while (at < end && *at == '"') {
    char name[24];
    const bool isWhole = jsonCopyString(at, end, name, sizeof name);
    at = jsonStringEnd(at, end);
    if (at == nullptr) return nullptr;
    at = jsonSkipSpace(at, end);
    if (at == end || *at != ':') return nullptr;
    at = jsonSkipSpace(at + 1, end);
    if (isWhole && strcmp(name, key) == 0) return at < end ? at : nullptr;
    at = jsonValueEnd(at, end);
    if (at == nullptr) return nullptr;
    at = jsonSkipSpace(at, end);
    if (at == end || *at != ',') return nullptr;
    at = jsonSkipSpace(at + 1, end);
  }
  return nullptr;
}

// The string under a key. False when there is none, or it does not fit. / O texto de uma chave.
inline bool jsonString(const char *json, size_t length, const char *key, char *into, size_t size) {
  return jsonCopyString(jsonValue(json, length, key), json + length, into, size);
}

// The whole number from 0 under a key. False when there is none. / O número inteiro, de 0 em diante, de uma chave.
inline bool jsonWhole(const char *json, size_t length, const char *key, uint64_t *number) {
  const char *at = jsonValue(json, length, key), *end = json + length;
  if (at == nullptr || *at < '0' || *at > '9') return false;
  for (*number = 0; at < end && *at >= '0' && *at <= '9'; at++) {
    *number = *number * 10 + static_cast<uint64_t>(*at - '0');
  }
  return at < end && *at != '.' && *at != 'e' && *at != 'E';
}

// Writes a text as a JSON string, quotes included. False when it does not fit. / Escreve um texto como string JSON.
inline bool jsonQuote(const char *text, char *into, size_t size) {
  static const char digits[] = "0123456789abcdef";
  size_t used = 0;
  if (size < 3) return false;
  into[used++] = '"';
  for (; *text; text++) {
    const unsigned char byte = static_cast<unsigned char>(*text);
    if (used + 8 > size) return false;  // an escape has six characters, then a quote and a NUL
    if (byte == '"' || byte == '\\') {
      into[used++] = '\\';
      into[used++] = *text;
    } else if (byte < 0x20) {
      memcpy(into + used, "\\u00", 4);
      into[used + 4] = digits[byte >> 4];
      into[used + 5] = digits[byte & 15];
      used += 6;
    } else {
      into[used++] = *text;
    }
  }
  into[used++] = '"';
  into[used] = '\0';
  return true;
}
