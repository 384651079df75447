// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Life} from "./base/Life.sol";
import {Way} from "./base/Ways.sol";

/// @notice ERC-5143: the four ways with a worst result. Exactly that passes, one unit worse is refused with both numbers.
contract ERC5143Test is Life {
    function test_TheFourOverloadsAnswerToTheStandardsSignaturesAndRefuseNothing() external {
        enter(0);
        for (uint256 i = 0; i < 4; ++i) {
            expectRefusal(ALICE, address(token), callOf(Way(i), 0, ALICE, ALICE, 0), ZERO_AMOUNT, "nothing");
        }
    }

    function testFuzz_ExactlyTheExpectedResultPasses(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 previewed = previewOf(way, amount);
        expectEqual(_goWithin(way, amount, previewed), previewed, "result at its limit");
    }

    function testFuzz_OneUnitWorseIsRefusedWithBothNumbersAndChangesNothing(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 previewed = previewOf(way, amount);
        uint256 limit = _isLimitedBelow(way) ? previewed + 1 : previewed - 1;
        bytes32 before = _everything();
        bytes memory call = callOf(way, amount, ALICE, ALICE, limit);
        expectRefusal(ALICE, address(token), call, _refusal(way, previewed, limit), "one unit worse");
        expect(_everything() == before, "nothing changes");
    }

    function testFuzz_AnyLimitDecidesAsItsNumberSays(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 previewed = previewOf(way, amount);
        uint256 limit = draw(0, 2) == 0 ? draw(0, type(uint256).max) : draw(0, 2 * previewed);
        bool isMet = _isLimitedBelow(way) ? previewed >= limit : previewed <= limit;
        if (isMet) {
            expectEqual(_goWithin(way, amount, limit), previewed, "result within its limit");
        } else {
            bytes memory call = callOf(way, amount, ALICE, ALICE, limit);
            expectRefusal(ALICE, address(token), call, _refusal(way, previewed, limit), "limit");
        }
    }

    function testFuzz_TheLimitProtectsFromAPriceThatMovedOnTheWay(uint256 seed) external {
        (Way way, uint256 amount) = _drawn(seed);
        uint256 expected = previewOf(way, amount);
        // To a minter a dearer token is worse, to a redeemer a cheaper one.
        int256 profit = isIn(way) ? int256(0.1e36) : -0.1e36;
        movePrice(market, profit / token.leverage());
        uint256 result = previewOf(way, amount);
        bytes memory call = callOf(way, amount, ALICE, ALICE, expected);
        expectRefusal(ALICE, address(token), call, _refusal(way, result, expected), "a price that moved");
    }

    /// @dev Any way and an amount large enough for a price to show in its result.
    function _drawn(uint256 seed) private returns (Way way, uint256 amount) {
        live(seed);
        way = Way(draw(0, 3));
        uint256 most = maxOf(Way.Withdraw, ALICE) / 2;
        uint256 assets = drawAmount(most) + dollar / 1_000;
        amount = isInAssets(way) ? assets : token.convertToShares(assets);
    }

    function _goWithin(Way way, uint256 amount, uint256 limit) private returns (uint256) {
        return goCall(ALICE, callOf(way, amount, ALICE, ALICE, limit));
    }

    function _isLimitedBelow(Way way) private pure returns (bool) {
        return way == Way.Deposit || way == Way.Redeem;
    }

    function _refusal(Way way, uint256 result, uint256 limit) private pure returns (bytes memory) {
        if (_isLimitedBelow(way)) {
            return abi.encodeWithSignature("LeveragedToken_BelowMinimum(uint256,uint256)", result, limit);
        }
        if (way == Way.Mint) {
            return abi.encodeWithSignature("LeveragedToken_AboveMaximumAssets(uint256,uint256)", result, limit);
        }
        return abi.encodeWithSignature("LeveragedToken_AboveMaximumShares(uint256,uint256)", result, limit);
    }

    /// @dev All that a mint or redeem of Alice's moves.
    function _everything() private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    token.state(),
                    token.totalSupply(),
                    token.balanceOf(ALICE),
                    collateral.balanceOf(ALICE),
                    collateral.balanceOf(address(venue)),
                    venue.account(market.id, address(token)),
                    venue.books()
                )
            );
    }
}
