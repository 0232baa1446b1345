//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// shield keeps the signals of a terminal from a command: Ctrl-C stops wait
// after the command, not the command.
func shield(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
