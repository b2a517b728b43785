// What the lab sends to a board on to/<session>/<role>: records (docs/protocol.md of the lab).
// O que o lab manda para uma placa em to/<sessão>/<papel>: registros (docs/protocol.md do lab).
#pragma once

#include <ctype.h>
#include <strings.h>

#include "lab_json.h"

struct LabRecord {
  uint64_t seq;
  char at[32];
  char role[33];
  char text[160];  // the beginning of a longer one / o começo de um texto mais longo
};

// False when it is no record. / Falso se não é um registro.
inline bool readRecord(const char *json, size_t length, LabRecord *record) {
  jsonString(json, length, "text", record->text, sizeof record->text);
  return jsonWhole(json, length, "seq", &record->seq) &&
         jsonString(json, length, "at", record->at, sizeof record->at) &&
         jsonString(json, length, "role", record->role, sizeof record->role);
}

// A record may come twice: it is news when its seq is greater. A low seq with a later time is of a session that began
// again. / Um registro pode vir duas vezes: é novo se o seq é maior. Um seq baixo com hora posterior é de uma sessão
// que começou de novo.
struct LabNews {
  uint64_t lastSeq = 0;
  char lastAt[32] = "";

  bool isNews(const LabRecord &record) {
    const bool isLater = strcmp(record.at, lastAt) > 0;
    if (record.seq <= lastSeq && !isLater) return false;
    lastSeq = record.seq;
    if (isLater) strcpy(lastAt, record.at);
    return true;
  }
};

// Its text in small letters, without our name before it: "on" of "@esp32-1: On". / O texto em letras minúsculas, sem o
// nosso nome: "on" de "@esp32-1: On".
inline const char *commandIn(LabRecord *record, const char *role) {
  for (char *letter = record->text; *letter; letter++) {
    *letter = static_cast<char>(tolower(static_cast<unsigned char>(*letter)));
  }
  char *text = record->text;
  while (isspace(static_cast<unsigned char>(*text))) text++;
  const size_t length = strlen(role);
  if (text[0] == '@' && strncasecmp(text + 1, role, length) == 0) {
    text += 1 + length;
    while (*text && strchr(" \t\r\n,:;.!", *text)) text++;
  }
  size_t end = strlen(text);
  while (end > 0 && isspace(static_cast<unsigned char>(text[end - 1]))) text[--end] = '\0';
  return text;
}
