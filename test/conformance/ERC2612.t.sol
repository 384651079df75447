// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {VM} from "../invariant/base/IVm.sol";
import {Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-2612, with the digest built here from the words of EIP-712 alone.
contract ERC2612Test is Life {
    bytes32 private constant DOMAIN = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    /// @dev The order of secp256k1.
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    struct Permit {
        address owner;
        address spender;
        uint256 value;
        uint256 nonce;
        uint256 deadline;
    }

    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    function test_TheDomainIsThisTokenOnThisChain() external {
        for (uint256 i = 0; i < worlds.length; ++i) {
            enter(i);
            expect(
                IERC20Permit(address(token)).DOMAIN_SEPARATOR() == _domainOf(address(token), block.chainid),
                "domain"
            );
            (
                bytes1 fields,
                string memory name,
                string memory version,
                uint256 chainId,
                address verifier,
                bytes32 salt,
                uint256[] memory extensions
            ) = IERC5267(address(token)).eip712Domain();
            expect(fields == 0x0f, "fields");
            expect(keccak256(bytes(name)) == keccak256(bytes(token.name())), "name");
            expect(keccak256(bytes(version)) == keccak256("1"), "version");
            expectEqual(chainId, block.chainid, "chain");
            expect(verifier == address(token), "verifying contract");
            expect(salt == 0 && extensions.length == 0, "nothing else");
        }
    }

    function test_OnAForkOfTheChainTheDomainIsTheForks() external {
        enter(0);
        bytes32 before = _separator();
        VM.chainId(block.chainid + 1);
        expect(_separator() != before, "another domain");
        expect(_separator() == _domainOf(address(token), block.chainid), "the fork's domain");
    }

    function testFuzz_APermitSetsAllowanceAndNonceAndSaysSo(uint256 seed) external {
        (uint256 key, Permit memory permit) = _drawn(seed);
        _expectAccepted(key, permit);
        // And again with the next nonce, replacing what was allowed.
        permit.nonce = 1;
        permit.value = draw(0, type(uint256).max);
        _expectAccepted(key, permit);
        expectEqual(_nonceOf(CAROL), 0, "the spender's nonce");
    }

    function testFuzz_APermitIsGoodForOneUse(uint256 seed) external {
        (uint256 key, Permit memory permit) = _drawn(seed);
        Signature memory signature = _sign(key, permit);
        _expectAccepted(key, permit);
        _expectInvalid(permit, signature, "replayed");
    }

    function testFuzz_APermitOfAnotherNonceIsRefused(uint256 seed) external {
        (uint256 key, Permit memory permit) = _drawn(seed);
        permit.nonce = draw(1, type(uint256).max);
        _expectInvalid(permit, _sign(key, permit), "another nonce");
    }

    function testFuzz_ADeadlineIsTheLastSecond(uint256 seed) external {
        (uint256 key, Permit memory permit) = _drawn(seed);
        permit.deadline = block.timestamp + draw(0, 365 days);
        Signature memory signature = _sign(key, permit);
        uint256 before = VM.snapshotState();
        VM.warp(permit.deadline);
        _expectAccepted(key, permit);
        VM.revertToState(before);
        VM.warp(permit.deadline + 1);
        bytes memory reason = abi.encodeWithSignature("ERC2612ExpiredSignature(uint256)", permit.deadline);
        expectRefusal(CAROL, address(token), _callOf(permit, signature), reason, "expired");
        expectEqual(_nonceOf(permit.owner), 0, "nonce");
    }

    function testFuzz_AnothersSignatureIsRefusedByName(uint256 seed) external {
        (uint256 key, Permit memory permit) = _drawn(seed);
        uint256 other = key == 1 ? 2 : key - 1;
        bytes memory reason = abi.encodeWithSignature(
            "ERC2612InvalidSigner(address,address)",
            VM.addr(other),
            permit.owner
        );
        expectRefusal(CAROL, address(token), _callOf(permit, _sign(other, permit)), reason, "another signer");
    }

    function testFuzz_AnyWordChangedAfterSigningIsRefused(uint256 seed) external {
        (uint256 key, Permit memory permit) = _drawn(seed);
        permit.deadline = block.timestamp + 1 days;
        Signature memory signature = _sign(key, permit);
        uint256 word = draw(0, 3);
        if (word == 0) permit.spender = DAVE;
        if (word == 1) permit.value ^= draw(1, type(uint256).max);
        if (word == 2) permit.deadline += draw(1, 1 days);
        if (word == 3) permit.owner = ALICE;
        _expectInvalid(permit, signature, "another word");
    }

    function testFuzz_ASignatureForAnotherTokenOrChainIsRefused(uint256 seed) external {
        (uint256 key, Permit memory permit) = _drawn(seed);
        address another =
            address(worlds[0].token) == address(token) ? address(worlds[1].token) : address(worlds[0].token);
        _expectInvalid(permit, _signFor(key, permit, _domainOf(another, block.chainid)), "another token");
        bytes32 elsewhere = _domainOf(address(token), draw(0, block.chainid - 1));
        _expectInvalid(permit, _signFor(key, permit, elsewhere), "another chain");
    }

    function testFuzz_TheOtherFormOfASignatureIsRefused(uint256 seed) external {
        (uint256 key, Permit memory permit) = _drawn(seed);
        Signature memory signature = _sign(key, permit);
        signature.v = signature.v == 27 ? 28 : 27;
        signature.s = bytes32(ORDER - uint256(signature.s));
        bytes memory reason = abi.encodeWithSignature("ECDSAInvalidSignatureS(bytes32)", signature.s);
        expectRefusal(CAROL, address(token), _callOf(permit, signature), reason, "high s");
    }

    function testFuzz_WhatNobodySignedAllowsNothingNotEvenOfNobody(uint256 seed) external {
        (, Permit memory permit) = _drawn(seed);
        Signature memory nonsense = Signature(uint8(draw(0, 26)), bytes32(draw(0, ORDER)), bytes32(draw(0, ORDER / 2)));
        bytes memory reason = abi.encodeWithSignature("ECDSAInvalidSignature()");
        expectRefusal(CAROL, address(token), _callOf(permit, nonsense), reason, "no signature");
        permit.owner = address(0);
        expectRefusal(CAROL, address(token), _callOf(permit, nonsense), reason, "of the zero address");
        expectEqual(token.allowance(address(0), permit.spender), 0, "allowance of nobody");
    }

    function testFuzz_APermitIsAsGoodAsAnApproval(uint256 seed) external {
        (uint256 key, Permit memory permit) = _drawn(seed);
        permit.value = drawShares(ALICE);
        VM.prank(ALICE);
        token.transfer(permit.owner, permit.value);
        permit.spender = CAROL;
        _expectAccepted(key, permit);
        uint256 assets = token.previewRedeem(permit.value);
        expectEqual(go(Way.Redeem, CAROL, permit.value, DAVE, permit.owner), assets, "assets");
        expectEqual(token.allowance(permit.owner, CAROL), 0, "allowance left");
    }

    /// @dev A permit of somebody with a key, not signed yet; any spender, value and deadline.
    function _drawn(uint256 seed) private returns (uint256 key, Permit memory permit) {
        live(seed);
        key = draw(1, ORDER - 1);
        permit.owner = VM.addr(key);
        permit.spender = address(uint160(draw(1, type(uint160).max)));
        permit.value = draw(0, type(uint256).max);
        permit.deadline = draw(0, 1) == 0 ? type(uint256).max : block.timestamp + draw(0, 365 days);
    }

    function _expectAccepted(uint256 key, Permit memory permit) private {
        bytes memory call = _callOf(permit, _sign(key, permit));
        VM.expectEmit(address(token));
        emit IERC20.Approval(permit.owner, permit.spender, permit.value);
        VM.prank(DAVE);
        (bool success, ) = address(token).call(call);
        expect(success, "accepted from anybody");
        expectEqual(token.allowance(permit.owner, permit.spender), permit.value, "allowance");
        expectEqual(_nonceOf(permit.owner), permit.nonce + 1, "nonce");
    }

    /// @dev Refused because the recovered signer, whoever that is, is not the owner; and then nothing is used up.
    function _expectInvalid(Permit memory permit, Signature memory signature, string memory what) private {
        uint256 nonce = _nonceOf(permit.owner);
        uint256 allowed = token.allowance(permit.owner, permit.spender);
        bytes4 reason = bytes4(keccak256("ERC2612InvalidSigner(address,address)"));
        expectRefusalOf(CAROL, address(token), _callOf(permit, signature), reason, what);
        expectEqual(_nonceOf(permit.owner), nonce, "nonce");
        expectEqual(token.allowance(permit.owner, permit.spender), allowed, "allowance");
    }

    function _sign(uint256 key, Permit memory permit) private view returns (Signature memory) {
        return _signFor(key, permit, _domainOf(address(token), block.chainid));
    }

    function _signFor(uint256 key, Permit memory permit, bytes32 domain) private pure returns (Signature memory) {
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, keccak256(abi.encode(PERMIT, permit))));
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return Signature(v, r, s);
    }

    function _callOf(Permit memory permit, Signature memory signature) private pure returns (bytes memory) {
        return
            abi.encodeWithSignature(
                "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
                permit.owner,
                permit.spender,
                permit.value,
                permit.deadline,
                signature.v,
                signature.r,
                signature.s
            );
    }

    function _domainOf(address verifier, uint256 chainId) private view returns (bytes32) {
        bytes32 name = keccak256(bytes(token.name()));
        return keccak256(abi.encode(DOMAIN, name, keccak256("1"), chainId, verifier));
    }

    function _separator() private view returns (bytes32) {
        return IERC20Permit(address(token)).DOMAIN_SEPARATOR();
    }

    function _nonceOf(address owner) private view returns (uint256) {
        return IERC20Permit(address(token)).nonces(owner);
    }
}
