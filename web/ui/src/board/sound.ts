/** The buzzer: a square wave, as a piezo makes it. Silent until somebody has switched the sound on, as browsers ask. */

const VOLUME = 0.04;

export class Buzzer {
  private context: AudioContext | null = null;
  private oscillator: OscillatorNode | null = null;
  private gain: GainNode | null = null;
  private tone = 0;

  /** To be called from a click. */
  switchOn(): void {
    this.context ??= new AudioContext();
    void this.context.resume();
    this.play(this.tone);
  }

  switchOff(): void {
    void this.context?.close();
    this.context = null;
    this.oscillator = null;
    this.gain = null;
  }

  /** In hertz; 0 for silence. */
  play(tone: number): void {
    this.tone = tone;
    const { context } = this;
    if (!context) return;
    if (!this.oscillator || !this.gain) {
      this.oscillator = context.createOscillator();
      this.gain = context.createGain();
      this.oscillator.type = "square";
      this.gain.gain.value = 0;
      this.oscillator.connect(this.gain).connect(context.destination);
      this.oscillator.start();
    }
    if (tone > 0) this.oscillator.frequency.setValueAtTime(Math.min(tone, 20_000), context.currentTime);
    this.gain.gain.setTargetAtTime(tone > 0 ? VOLUME : 0, context.currentTime, 0.005);
  }
}
